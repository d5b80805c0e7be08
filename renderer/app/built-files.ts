/**
 * Lets a script that was built with the page be loaded when it is asked for: the page's policy runs only what carries the
 * hash of a built file, and `import()` cannot say one. The build puts a call before each (`electron/build/hashed-page.ts`).
 */
export interface BuiltFiles {
  /** File → its hash. */
  files: Record<string, string>;
  /** File of an `import()` → it and what it imports that is not there from the start. */
  later: Record<string, string[]>;
}

declare global {
  var sidedoorBuilt: (file: string) => void;
}

const said = document.getElementById('built-files')?.textContent;
const built: BuiltFiles = said ? (JSON.parse(said) as BuiltFiles) : { files: {}, later: {} };
const asked = new Set<string>();

globalThis.sidedoorBuilt = (file) => {
  for (const each of built.later[file] ?? []) {
    if (asked.has(each)) continue;
    asked.add(each);
    const link = document.createElement('link');
    link.rel = 'modulepreload';
    link.crossOrigin = '';
    link.integrity = built.files[each] ?? '';
    link.href = `./${each}`;
    document.head.append(link);
  }
};
