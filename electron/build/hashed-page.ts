/**
 * The page's policy names what was built, by hash, and nothing else: not even another file of the page's own address runs.
 * Chromium holds a script to a hash where the element that asks for it says so (`integrity`); a module that another one
 * imports has no element. So each script is announced by a `modulepreload` that carries its hash: those that the page starts
 * with in index.html, those of `import()` by `renderer/app/built-files.ts` just before they are asked for. Styles can be
 * held to a hash only inside the page: they are put there.
 */
import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import type { Plugin, Rolldown } from 'vite';

/** What the hosts read beside the page: `electron/host/page-files.ts`. */
export interface BuiltPage {
  /** Path below the page's folder → hash as the policy spells it, of every file but this list. */
  files: Record<string, string>;
  /** Hashes of the scripts, and of the one style. */
  scripts: string[];
  styles: string[];
}

/** Name of the list; it lies beside index.html. */
export const LIST = 'built.json';

export const policyHash = (bytes: string | Uint8Array): string =>
  `sha256-${createHash('sha256').update(bytes).digest('base64')}`;

/** A chunk's file and those that it imports before it runs, each once. */
function wholeOf(
  name: string,
  chunks: ReadonlyMap<string, Rolldown.OutputChunk>,
  into = new Set<string>(),
): Set<string> {
  const chunk = chunks.get(name);
  if (!chunk || into.has(name)) return into;
  into.add(name);
  for (const each of chunk.imports) wholeOf(each, chunks, into);
  return into;
}

const fail = (why: string): never => {
  throw new Error(`the page cannot be held to its hashes: ${why}`);
};

export function hashedPage(): Plugin {
  return {
    name: 'hashed-page',
    apply: 'build',
    enforce: 'post',
    config: () => ({ build: { cssCodeSplit: false, modulePreload: false } }),
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        const outputs = Object.values(bundle);
        const chunks = new Map(outputs.flatMap((one) => (one.type === 'chunk' ? [[one.fileName, one] as const] : [])));
        const page = bundle['index.html'];
        if (page?.type !== 'asset') return fail('no index.html');

        for (const chunk of chunks.values()) {
          let replaced = 0;
          chunk.code = chunk.code.replace(
            /\bimport\(\s*([`'"])\.\/([\w.-]+\.js)\1\s*\)/g,
            (said, _quote, file: string) => {
              replaced++;
              return `(sidedoorBuilt(${JSON.stringify(posix.join(posix.dirname(chunk.fileName), file))}),${said})`;
            },
          );
          if (replaced !== chunk.dynamicImports.length)
            fail(
              `${chunk.fileName} asks for ${chunk.dynamicImports.length} files while it runs, ${replaced} were found`,
            );
        }

        const hashes = new Map([...chunks].map(([name, { code }]) => [name, policyHash(code)]));
        const entries = [...chunks.values()].filter(({ isEntry }) => isEntry);
        if (entries.length !== 1) fail(`${entries.length} scripts to start with`);
        const entry = entries[0]!.fileName;
        const first = wholeOf(entry, chunks);
        const later: Record<string, string[]> = {};
        for (const name of new Set([...chunks.values()].flatMap(({ dynamicImports }) => dynamicImports)))
          later[name] = [...wholeOf(name, chunks)].filter((each) => !first.has(each));
        const laterFiles = new Set(Object.values(later).flat());
        const list = {
          files: Object.fromEntries([...laterFiles].sort().map((name) => [name, hashes.get(name)])),
          later,
        };

        const styles = outputs.filter((one) => one.type === 'asset' && one.fileName.endsWith('.css'));
        // Addresses in a style stand below the style's own folder; in the page, below the page's.
        const style = styles
          .map((one) =>
            String((one as Rolldown.OutputAsset).source).replaceAll(
              /url\((['"]?)\.\//g,
              `url($1./${posix.dirname(one.fileName)}/`,
            ),
          )
          .join('\n');
        if (/<\/style/i.test(style)) fail('a style that ends itself');
        for (const { fileName } of styles) delete bundle[fileName];

        let html = String(page.source);
        html = html.replace(/\s*<link rel="(?:stylesheet|modulepreload)"[^>]*>/g, '');
        const script = /<script type="module"[^>]*><\/script>/;
        if (!script.test(html)) fail('index.html starts no script');
        const link = (name: string): string =>
          `<link rel="modulepreload" crossorigin href="./${name}" integrity="${hashes.get(name)}" />`;
        html = html.replace(script, () =>
          [
            `<style>${style}</style>`,
            `<script type="application/json" id="built-files">${JSON.stringify(list)}</script>`,
            ...[...first].filter((name) => name !== entry).map(link),
            `<script type="module" crossorigin src="./${entry}" integrity="${hashes.get(entry)}"></script>`,
          ].join('\n    '),
        );
        page.source = html;

        const built: BuiltPage = {
          files: Object.fromEntries(
            Object.values(bundle)
              .map((one): [string, string] => [one.fileName, policyHash(one.type === 'chunk' ? one.code : one.source)])
              .sort(([a], [b]) => (a < b ? -1 : 1)),
          ),
          scripts: [...hashes.values()].sort(),
          styles: [policyHash(style)],
        };
        this.emitFile({ type: 'asset', fileName: LIST, source: `${JSON.stringify(built, null, 1)}\n` });
      },
    },
  };
}
