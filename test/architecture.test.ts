/** The house, checked: who may import whom, folder = id, no cycles, a contract that any transport can carry. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, normalize, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { contract } from '../shared/contract';

const ROOT = join(__dirname, '..');

/**
 * Room (longest prefix wins) → what it may import: folders of ours, packages, `node:` modules (`node:*` = any but network).
 * An exception is a line of its own with its reason.
 */
const ROOMS: Record<string, { ours: string[]; packages?: string[]; node?: string[] }> = {
  'shared/base': { ours: ['shared/base'] },
  'shared/model': { ours: ['shared/model', 'shared/base'], packages: ['zod'] },
  'shared/contract': { ours: ['shared/contract', 'shared/model', 'shared/base'], packages: ['zod'] },
  'shared/seal': {
    ours: ['shared/seal', 'shared/model', 'shared/base'],
    packages: ['@noble/ed25519', '@noble/hashes'],
  },
  'shared/rpc': { ours: ['shared/rpc', 'shared/contract', 'shared/base'] },

  'electron/engine/store': {
    ours: [
      'electron/engine/store',
      'shared/model',
      'shared/base',
      'electron/engine/enrich/address.ts',
      'electron/engine/enrich/places.ts',
    ],
    packages: ['better-sqlite3', 'ipaddr.js'],
    node: ['node:crypto', 'node:fs', 'node:path'],
  },
  'electron/engine/ingest/readers': {
    ours: ['electron/engine/ingest/readers', 'shared/base'],
    packages: ['csv-parse', 'yauzl'],
    node: ['node:*'],
  },
  'electron/engine/ingest/sources': {
    ours: ['electron/engine/ingest/source.ts', 'electron/engine/ingest/vendor', 'shared/model', 'shared/base'],
  },
  'electron/engine/ingest/context': {
    ours: [
      'electron/engine/ingest/context.ts',
      'electron/engine/ingest/context-fields.ts',
      'electron/engine/ingest/vendor',
      'shared/model',
      'shared/base',
    ],
  },
  'electron/engine/ingest/context-fields.ts': {
    ours: ['electron/engine/ingest/context.ts', 'electron/engine/ingest/source.ts', 'electron/engine/ingest/vendor'],
  },
  'electron/engine/ingest/context-mapper.ts': { ours: ['electron/engine/ingest', 'shared/base'] },
  'electron/engine/ingest/context.ts': { ours: ['electron/engine/ingest/source.ts', 'shared/model'] },
  'electron/engine/ingest/vendor': {
    ours: ['electron/engine/ingest/vendor', 'electron/engine/ingest/source.ts', 'shared/model', 'shared/base'],
    packages: ['luxon', 'bowser', 'ipaddr.js'],
  },
  'electron/engine/ingest': {
    ours: [
      'electron/engine/ingest',
      'electron/engine/enrich',
      'electron/engine/store',
      'electron/engine/case/evidence.ts', // evidence is copied while it is read
      'electron/engine/case/half-done.ts', // what an import that could not tidy up left is taken out before the next
      'electron/engine/case/disk-trouble.ts',
      'electron/engine/session.ts',
      'electron/engine/tight-heap.ts',
      'electron/engine/waiting-threads.ts',
      'shared/model',
      'shared/base',
    ],
    packages: ['yauzl', 'better-sqlite3'],
    node: ['node:*'],
  },
  'electron/engine/enrich': {
    ours: ['electron/engine/enrich', 'assets', 'shared/model', 'shared/base'],
    packages: ['mmdb-lib', 'ipaddr.js', 'topojson-client', 'world-atlas'],
    node: ['node:fs', 'node:path', 'node:module', 'node:url'],
  },
  'electron/engine/analyse': {
    ours: ['electron/engine/analyse', 'shared/model', 'shared/base'],
    node: ['node:crypto', 'node:timers/promises'],
  },
  'electron/engine/analyse/packed-texts.ts': { ours: [], node: ['node:zlib'] },
  // Whether the findings stand is asked of what the store holds.
  'electron/engine/analyse/inputs.ts': {
    ours: ['electron/engine/analyse', 'electron/engine/store', 'shared/model', 'shared/base'],
    node: ['node:crypto'],
  },
  'electron/engine/analyse/keep-sweep.ts': {
    ours: ['electron/engine/analyse', 'electron/engine/store', 'shared/model', 'shared/base'],
    node: ['node:crypto'],
  },
  // What a case holds against a published attack and dated changes is asked by the command line and told by the report.
  'electron/engine/analyse/held.ts': {
    ours: ['electron/engine/analyse', 'electron/engine/store', 'shared/model', 'shared/base', 'shared/rpc/errors.ts'],
  },
  'electron/engine/waiting-threads.ts': { ours: [], node: ['node:worker_threads'] },
  'electron/engine/tight-heap.ts': { ours: [], node: ['node:v8', 'node:vm'] },
  'electron/engine/analyse/run.ts': {
    ours: [
      'electron/engine/analyse',
      'electron/engine/enrich',
      'electron/engine/store',
      'electron/engine/session.ts',
      'electron/engine/findings-thread.ts', // compares beside it
      'electron/engine/sweep-thread.ts', // reads beside it
      'electron/engine/tight-heap.ts',
      'shared/model',
      'shared/base',
    ],
    node: ['node:crypto', 'node:timers/promises'],
  },
  'electron/engine/export': {
    ours: ['electron/engine/export', 'shared/seal', 'shared/model', 'shared/base', 'electron/engine/case/canonical.ts'],
    packages: [
      'csv-stringify',
      'pdfkit',
      'fontkit',
      '@fontsource-variable/inter',
      '@fontsource-variable/jetbrains-mono',
      'easy-template-x',
      'topojson-client',
      'topojson-specification',
      'world-atlas',
      'yauzl',
      'yazl',
    ],
    node: ['node:*'],
  },
  'electron/engine/case': {
    ours: [
      'electron/engine/case',
      'electron/engine/store',
      'electron/engine/session.ts',
      'shared/seal',
      'shared/model',
      'shared/base',
      'shared/rpc/errors.ts',
    ],
    packages: ['better-sqlite3', 'yauzl', 'zod', 'proper-lockfile', 'age-encryption'],
    node: ['node:*'],
  },
  'electron/engine/query': {
    ours: ['electron/engine/query', 'electron/engine/store', 'electron/engine/session.ts', 'shared'],
  },
  'electron/engine/tiles': {
    ours: ['electron/engine/tiles', 'electron/engine/session.ts', 'shared'],
    packages: ['pmtiles', 'better-sqlite3'],
    node: ['node:fs', 'node:fs/promises', 'node:path', 'node:zlib'],
  },
  'electron/engine/replay': { ours: ['electron/engine/replay', 'shared/model', 'shared/base'] },
  'electron/engine/demo': {
    ours: ['electron/engine/demo', 'shared/model', 'shared/base'],
    node: ['node:zlib', 'node:crypto'],
  },
  'electron/engine/transports': {
    ours: ['electron/engine/transports', 'shared'],
    packages: [],
    node: ['node:worker_threads', 'node:process'],
  },
  'electron/engine': { ours: ['electron/engine', 'shared', 'assets'], packages: ['better-sqlite3'], node: ['node:*'] },

  'electron/host': {
    ours: ['electron/host', 'electron/supervise.ts', 'shared/contract', 'shared/rpc', 'shared/base', 'shared/model'],
    node: ['node:*'],
  },
  'electron/start': { ours: ['electron/start'], node: ['node:*'] },
  'electron/supervise.ts': { ours: ['shared/contract', 'shared/rpc', 'shared/base'], node: ['node:*'] },
  'electron/main': {
    ours: ['electron/main', 'electron/host', 'electron/supervise.ts', 'shared/contract', 'shared/rpc', 'shared/base'],
    packages: ['electron'],
    node: ['node:*'],
  },
  'electron/preload': { ours: ['electron/preload', 'shared/contract'], packages: ['electron'] },
  'electron/web': {
    ours: [
      'electron/web',
      'electron/host',
      'electron/supervise.ts',
      'shared/contract',
      'shared/rpc',
      'shared/base',
      'shared/model',
    ],
    packages: ['ws'],
    node: ['node:*', 'node:http', 'node:net'], // the one room that listens, on 127.0.0.1
  },
  'electron/cli': {
    ours: ['electron/cli', 'electron/web', 'electron/host', 'electron/supervise.ts', 'electron/engine', 'shared'],
    packages: ['commander'],
    node: ['node:*'],
  },
  'electron/build': { ours: ['electron/build'], packages: ['vite', 'assemblyscript', 'fontkit'], node: ['node:*'] },

  'renderer/ui': { ours: ['renderer/ui', 'shared/base'], packages: ['*'] },
  'renderer/state': {
    ours: ['renderer/state', 'shared/model', 'shared/base', 'shared/contract'],
    packages: ['react', 'zustand'],
  },
  'renderer/engine': {
    ours: ['renderer/engine', 'renderer/ui/idle.ts', 'renderer/state', 'shared'],
    packages: ['react', 'zustand'],
  },
  'renderer/app': { ours: ['renderer', 'shared', 'assets'], packages: ['*'] },
  'renderer/views': {
    ours: [
      'renderer/ui',
      'renderer/state',
      'renderer/engine',
      'shared/model',
      'shared/contract',
      'shared/base',
      'shared/rpc/errors.ts',
      'assets',
    ],
    packages: ['*'],
  },
  'renderer/verifier': {
    ours: ['renderer/verifier', 'shared/seal', 'shared/model', 'shared/base'],
    packages: ['@noble/hashes'],
  },
  renderer: { ours: ['renderer', 'shared'], packages: ['*'] },
};

/** What no room may import: the network. `electron/web` names the two it needs. */
const NETWORK = [
  'node:http',
  'node:https',
  'node:http2',
  'node:net',
  'node:tls',
  'node:dgram',
  'node:dns',
  'node:dns/promises',
];
/** Handlers and the composition may know the contract and every engine room. */
const HANDLERS = /^electron\/engine\/[a-z]+\/handlers(\.[a-z]+)?\.ts$|^electron\/engine\/(index|program)\.ts$/;

interface Import {
  from: string;
  to: string;
  typeOnly: boolean;
}

function files(dir: string): string[] {
  return readdirSync(join(ROOT, dir), { withFileTypes: true }).flatMap((entry) => {
    const path = `${dir}/${entry.name}`;
    if (entry.isDirectory()) return entry.name === 'samples' || entry.name === 'node_modules' ? [] : files(path);
    return /\.(ts|tsx|mjs)$/.test(entry.name) ? [path] : [];
  });
}

const sources = ['shared', 'electron', 'renderer', 'assets'].flatMap(files);
const code = sources.filter((path) => !/\.test\.tsx?$/.test(path) && !/(^|\/)(testing|fixtures)\//.test(path));

function importsOf(path: string): Import[] {
  const text = readFileSync(join(ROOT, path), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');
  const found: Import[] = [];
  const pattern =
    /(?:^|\n)\s*(import|export)\s+(type\s+)?([^'"`;]*?\sfrom\s+)?['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)/g;
  for (const match of text.matchAll(pattern)) {
    const target = match[4] ?? match[5];
    if (!target || (match[1] === 'export' && !match[3])) continue;
    found.push({ from: path, to: resolve(path, target), typeOnly: Boolean(match[2]) });
  }
  return found;
}

function resolve(from: string, target: string): string {
  if (!target.startsWith('.')) return builtinModules.includes(target) ? `node:${target}` : target;
  const base = normalize(join(dirname(from), target.replace(/\?.*$/, '')));
  for (const end of ['', '.ts', '.tsx', '/index.ts', '/index.tsx', '.mjs']) {
    const path = base + end;
    if (existsSync(join(ROOT, path)) && statSync(join(ROOT, path)).isFile()) return path;
  }
  return base;
}

const roomOf = (path: string): string =>
  Object.keys(ROOMS)
    .filter((room) => path === room || path.startsWith(`${room}/`))
    .sort((a, b) => b.length - a.length)[0] ?? '';

const isOurs = (target: string): boolean =>
  target !== 'electron' && // the package; our folder of that name is never imported as such
  /^(shared|electron|renderer|assets|test|package\.json)(\/|$|\.)/.test(target);
const within = (target: string, prefixes: string[]): boolean =>
  prefixes.some((prefix) => target === prefix || target.startsWith(`${prefix}/`));
const packageOf = (target: string): string =>
  target.startsWith('@') ? target.split('/').slice(0, 2).join('/') : target.split('/')[0]!;

function forbidden({ from, to, typeOnly }: Import): string | null {
  const room = ROOMS[roomOf(from)];
  if (!room) return from.startsWith('assets') ? null : 'belongs to no room';
  if (to.startsWith('node:')) {
    if (NETWORK.includes(to)) return room.node?.includes(to) ? null : 'nobody imports the network';
    return room.node?.includes('node:*') || room.node?.includes(to) || (HANDLERS.test(from) && true)
      ? null
      : 'no Node here';
  }
  if (isOurs(to)) {
    if (to === 'package.json') return null;
    if (to.startsWith('test/')) return 'nobody imports tests';
    if (HANDLERS.test(from) && within(to, ['shared', 'electron/engine'])) return null;
    // Types of the session and the contract carry no code: a room may name them.
    if (typeOnly && within(to, ['electron/engine/session.ts', 'shared/contract', 'shared/model'])) return null;
    if (!within(to, room.ours)) return `not in the table for ${roomOf(from)}`;
    const view = /^renderer\/views\/([^/]+)\//.exec(from)?.[1];
    if (view && to.startsWith('renderer/views/') && !to.startsWith(`renderer/views/${view}/`))
      return 'views never import each other';
    const source = /^electron\/engine\/ingest\/sources\/([^/]+)\//.exec(from)?.[1];
    if (
      source &&
      to.startsWith('electron/engine/ingest/sources/') &&
      !to.startsWith(`electron/engine/ingest/sources/${source}/`)
    ) {
      return 'sources never import each other';
    }
    return null;
  }
  if (room.packages?.includes('*')) return packageOf(to) === 'electron' ? 'the page knows no Electron' : null;
  return room.packages?.includes(packageOf(to)) ? null : `package not in the table for ${roomOf(from)}`;
}

describe('the import table', () => {
  ROOMS['renderer/views']!.ours.push('renderer/views');
  ROOMS['electron/engine/ingest/sources']!.ours.push('electron/engine/ingest/sources');
  const all = code.flatMap(importsOf);
  it('is kept', () => {
    const broken = all.flatMap((found) => {
      const why = forbidden(found);
      return why ? [`${found.from} → ${found.to}: ${why}`] : [];
    });
    expect(broken).toEqual([]);
  });

  it('sees imports at all', () => {
    expect(all.length).toBeGreaterThan(100);
    expect(
      forbidden({ from: 'shared/model/event.ts', to: 'electron/engine/index.ts', typeOnly: false }),
    ).not.toBeNull();
    expect(
      forbidden({ from: 'renderer/views/map/Map.tsx', to: 'renderer/views/timeline/lanes.ts', typeOnly: false }),
    ).not.toBeNull();
    expect(forbidden({ from: 'electron/engine/ingest/pipeline.ts', to: 'node:https', typeOnly: false })).not.toBeNull();
  });

  it('has no cycles, not even of types', () => {
    const graph = new Map<string, string[]>();
    for (const { from, to } of all) {
      if (sources.includes(to)) graph.set(from, [...(graph.get(from) ?? []), to]);
    }
    const state = new Map<string, 'open' | 'done'>();
    const cycles: string[] = [];
    const visit = (path: string, trail: string[]): void => {
      if (state.get(path) === 'done') return;
      if (state.get(path) === 'open') {
        cycles.push([...trail.slice(trail.indexOf(path)), path].join(' → '));
        return;
      }
      state.set(path, 'open');
      for (const next of graph.get(path) ?? []) visit(next, [...trail, path]);
      state.set(path, 'done');
    };
    for (const path of graph.keys()) visit(path, []);
    expect(cycles).toEqual([]);
  });
});

describe('folders', () => {
  it.each([
    'electron/engine/ingest/sources',
    'electron/engine/analyse/patterns',
    'electron/engine/export/formats',
    'electron/engine/export/report',
    'renderer/views',
  ])('%s: each has an index whose id is its name', (parent) => {
    const folders = readdirSync(join(ROOT, parent), { withFileTypes: true }).filter((entry) => entry.isDirectory());
    const wrong = folders.filter((entry) => {
      const index = ['index.ts', 'index.tsx'].map((name) => join(ROOT, parent, entry.name, name)).find(existsSync);
      return !index || !new RegExp(`\\bid: '${entry.name}'`).test(readFileSync(index, 'utf8'));
    });
    expect(wrong.map((entry) => entry.name)).toEqual([]);
    expect(folders.length).toBeGreaterThan(0);
  });
});

describe('stylesheets', () => {
  const all = readdirSync(join(ROOT, 'renderer'), { recursive: true, encoding: 'utf8' });
  /** A view; or the frame, or the widgets that everybody uses. */
  const roomOf = (path: string): string => /^(views\/[^/]+|[^/]+)/.exec(path)![0];
  const read = (path: string): string => readFileSync(join(ROOT, 'renderer', path), 'utf8');
  // What is printed is said of all of them in one place; the page of the verifier is one of its own.
  const isOwn = (path: string): boolean => !path.startsWith('verifier/') && path !== 'app/print.css';
  const owners = new Map<string, Set<string>>();
  for (const sheet of all.filter((path) => path.endsWith('.css') && isOwn(path))) {
    const text = read(sheet).replace(/\/\*[\s\S]*?\*\//g, '');
    for (const [, selectors] of text.matchAll(/(?:^|[{};])\s*([^{};@]+)\{/g))
      for (const selector of selectors!.split(',')) {
        const name = /^\s*\.([a-z][\w-]*)/i.exec(selector)?.[1];
        if (name) owners.set(name, (owners.get(name) ?? new Set()).add(roomOf(sheet)));
      }
  }
  /** Classes that a part of the page is given: those written out, and words of the model that become one. */
  const MODEL = 'denied access change request other success open confirmed rejected yes no unknown'.split(' ');

  it('share no class: what one view looks like must not depend on which views were open before', () => {
    const shared = [...owners]
      .filter(([, rooms]) => rooms.size > 1 && !rooms.has('ui'))
      .map(([name, rooms]) => `${name}: ${[...rooms].join(', ')}`);
    expect(shared).toEqual([]);
    expect(owners.size).toBeGreaterThan(300);
  });

  it('dress no part of another room, and no word of the model', () => {
    const strangers = all
      .filter((path) => path.endsWith('.tsx') && isOwn(path))
      .flatMap((path) =>
        classesOf(read(path)).flatMap((name) => {
          const rooms = owners.get(name);
          return !rooms || rooms.has(roomOf(path)) || rooms.has('ui') ? [] : [`${name} of ${[...rooms]} in ${path}`];
        }),
      );
    expect(strangers).toEqual([]);
    expect(MODEL.filter((word) => owners.has(word))).toEqual([]);
  });

  /** Every word of `className="…"`, and of the texts within `className={…}`. */
  function classesOf(text: string): string[] {
    const out: string[] = [];
    for (const { index, 0: head, 1: plain } of text.matchAll(/className=(?:"([^"]*)"|\{)/g)) {
      if (plain !== undefined) {
        out.push(...plain.split(/\s+/));
        continue;
      }
      let depth = 1;
      let end = index + head.length;
      for (; depth > 0 && end < text.length; end++) depth += Number(text[end] === '{') - Number(text[end] === '}');
      for (const [, a, b] of text.slice(index + head.length, end - 1).matchAll(/'([^']*)'|`([^`]*)`/g))
        out.push(...(a ?? b ?? '').replaceAll(/\$\{[^}]*\}/g, ' ').split(/\s+/));
    }
    return out.filter(Boolean);
  }
});

describe('the contract', () => {
  it('can be carried by any transport: plain JSON only', () => {
    for (const [method, def] of Object.entries(contract)) {
      for (const schema of [def.in, def.out, ...(def.kind === 'job' ? [def.progress] : [])]) {
        // Dates, maps, bigints and classes have no JSON schema: the conversion throws.
        expect(() => z.toJSONSchema(schema, { io: 'input' }), method).not.toThrow();
      }
    }
  });

  it('names methods noun.verb', () => {
    for (const method of Object.keys(contract)) expect(method).toMatch(/^[a-z]+\.[a-z]+$/i);
  });
});

describe('debt', () => {
  // Numbers may only fall.
  it.each([
    ['as any', /\bas any\b(?=\W*[;,)\]])/g, 0],
    ['@ts-ignore', /@ts-(ignore|nocheck|expect-error)/g, 0],
    ['TODO', /\b(TODO|FIXME|XXX)\b/g, 0],
    ['biome-ignore lint', /biome-ignore lint/g, 12],
  ])('%s', (_name, pattern, most) => {
    const hits = code.flatMap((path) => {
      const count = readFileSync(join(ROOT, path), 'utf8').match(pattern)?.length ?? 0;
      return count > 0 ? [`${relative('.', path)} ×${count}`] : [];
    });
    const total = hits.reduce((sum, hit) => sum + Number(hit.split('×')[1]), 0);
    expect(total, hits.join('\n')).toBeLessThanOrEqual(most);
  });
});
