// What an Electron binary offers to whoever starts it, and what ours must not. The states lie in the binary itself as a
// row of characters behind a fixed text (electron/electron, docs/tutorial/fuses.md): flipped after packing, before
// signing, and read back by test/security. Newer runtimes know more fuses than older ones; what one lacks cannot be set.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** In the order of the row (schema version 1). */
export const FUSES = [
  { name: 'RunAsNode', wanted: false }, // ELECTRON_RUN_AS_NODE would make the program any program
  { name: 'EnableCookieEncryption', wanted: true },
  { name: 'EnableNodeOptionsEnvironmentVariable', wanted: false },
  { name: 'EnableNodeCliInspectArguments', wanted: false },
  { name: 'EnableEmbeddedAsarIntegrityValidation', wanted: true }, // macOS and Windows; Linux has none
  { name: 'OnlyLoadAppFromAsar', wanted: true }, // a folder `app` laid beside it is not started
  { name: 'LoadBrowserProcessSpecificV8Snapshot', wanted: false }, // we bring no snapshot of our own
  { name: 'GrantFileProtocolExtraPrivileges', wanted: false }, // nothing is loaded from file://
  { name: 'WasmTrapHandlers', wanted: true }, // the scanner is WebAssembly; without them it is slow, not safer
];

const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const SCHEMA = 1;
const ON = 0x31; // '1'
const OFF = 0x30; // '0'
const REMOVED = 0x72; // 'r': this runtime dropped the fuse

/** Where the rows stand: a universal macOS binary has two. Throws where the file is no Electron binary that we know. */
function rows(bytes) {
  const found = [];
  for (let at = bytes.indexOf(SENTINEL); at >= 0; at = bytes.indexOf(SENTINEL, at + 1)) {
    const schema = bytes[at + SENTINEL.length];
    const length = bytes[at + SENTINEL.length + 1];
    if (schema !== SCHEMA) throw new Error(`the fuses are of schema ${schema}; this program knows ${SCHEMA}`);
    found.push({ at: at + SENTINEL.length + 2, length });
  }
  if (found.length === 0) throw new Error('no fuses in this file: not an Electron binary');
  return found;
}

/** Every fuse that the binary knows, by name: true, false, or null for one that its runtime dropped. */
export function readFuses(file) {
  const bytes = readFileSync(file);
  const states = rows(bytes).map(({ at, length }) =>
    Object.fromEntries(
      Array.from({ length }, (_, i) => {
        const state = bytes[at + i];
        return [FUSES[i]?.name ?? `fuse ${i}`, state === ON ? true : state === OFF ? false : null];
      }),
    ),
  );
  if (states.some((state) => JSON.stringify(state) !== JSON.stringify(states[0])))
    throw new Error('the halves of this universal binary differ in their fuses');
  return states[0];
}

/** Sets every fuse that the binary knows. A fuse that this program does not know fails the build: somebody must decide. */
export function flipFuses(file) {
  const bytes = readFileSync(file);
  for (const { at, length } of rows(bytes)) {
    if (length > FUSES.length) throw new Error(`the runtime has ${length} fuses; this program knows ${FUSES.length}`);
    for (const [i, { wanted }] of FUSES.slice(0, length).entries())
      if (bytes[at + i] !== REMOVED) bytes[at + i] = wanted ? ON : OFF;
  }
  writeFileSync(file, bytes);
}

/** The file of a packed application that holds the fuses. */
export function fusedFile(folder, { platform, productName, executableName }) {
  const inside = join(
    `${productName}.app`,
    'Contents',
    'Frameworks',
    'Electron Framework.framework',
    'Electron Framework',
  );
  if (platform === 'darwin') return join(folder, inside);
  return join(folder, platform === 'win32' ? `${productName}.exe` : executableName);
}

/** The packer's hook, after the files lie in place and before anything is signed. */
export default async function afterPack({ appOutDir, electronPlatformName, packager }) {
  const { productName } = packager.appInfo;
  const file = fusedFile(appOutDir, {
    platform: electronPlatformName,
    productName,
    executableName: packager.executableName,
  });
  if (!existsSync(file)) throw new Error(`no program at ${file}`);
  flipFuses(file);
  // A changed binary has lost the signature without which Apple's chips start nothing; a real one may follow.
  if (electronPlatformName === 'darwin' && process.platform === 'darwin')
    execFileSync('codesign', ['--sign', '-', '--force', '--deep', join(appOutDir, `${productName}.app`)]);
}
