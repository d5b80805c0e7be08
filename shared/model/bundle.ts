/** The layout of a sealed bundle: BagIt 1.0 (RFC 8493) in one canonical ZIP with one top folder. */

/** Raised when the layout changes; a verifier that meets a higher number says so instead of guessing. */
export const BUNDLE_FORMAT = 2;
/** Formats that verify: 1 has neither signature, verifier page nor database. */
export const BUNDLE_FORMATS = [1, 2] as const;

export const BAGIT_TEXT = 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n';

export const MANIFESTS = { sha256: 'manifest-sha256.txt', sha512: 'manifest-sha512.txt' } as const;
export const TAG_MANIFESTS = { sha256: 'tagmanifest-sha256.txt', sha512: 'tagmanifest-sha512.txt' } as const;
export const ALGORITHMS = ['sha256', 'sha512'] as const;
export type Algorithm = (typeof ALGORITHMS)[number];

/** Files beside the payload, in their order in the archive; all are there. Signatures come after them. */
export const TAG_FILES = [
  'bagit.txt',
  'bag-info.txt',
  MANIFESTS.sha256,
  MANIFESTS.sha512,
  TAG_MANIFESTS.sha256,
  TAG_MANIFESTS.sha512,
] as const;
/** The page that checks the bundle in any browser; absent in bundles of format 1. */
export const VERIFIER = 'verify.html';
/** Folder for the signature over the manifests and the key it was made with; absent where nobody signed. */
export const SIGNATURES = 'signatures/';
export const PUBLIC_KEY = `${SIGNATURES}public-key.pem`;
/** The one file that no manifest lists: it signs them. */
export const ENVELOPE = `${SIGNATURES}manifest.dsse.json`;

/** What the tag manifests list where it is there: never themselves, nor the signature over them. */
export const isListedTag = (path: string): boolean =>
  (TAG_FILES as readonly string[]).indexOf(path) >= 0
    ? (TAG_FILES as readonly string[]).indexOf(path) < 4
    : path === VERIFIER || path === PUBLIC_KEY;

/** Has a bundle a file of this name beside its payload? */
export const isTag = (path: string): boolean =>
  (TAG_FILES as readonly string[]).includes(path) || isListedTag(path) || path === ENVELOPE;
export const PAYLOAD = 'data/';

/** Labels of ours in bag-info.txt. */
export const LABEL = {
  format: 'Sidedoor-Bundle-Format',
  caseId: 'Sidedoor-Case-Id',
  caseName: 'Sidedoor-Case-Name',
  custodyHead: 'Sidedoor-Custody-Head',
  custodyLines: 'Sidedoor-Custody-Lines',
  version: 'Sidedoor-Version',
} as const;

const rank = (path: string): number => {
  const tag = (TAG_FILES as readonly string[]).indexOf(path);
  if (tag >= 0) return tag;
  if (path === VERIFIER) return TAG_FILES.length;
  return path.startsWith(SIGNATURES) ? TAG_FILES.length + 1 : TAG_FILES.length + 2;
};

/** The one order of members: tag files, verifier, signatures, payload; within these by code points, as UTF-8 bytes sort. */
export function compareMembers(a: string, b: string): number {
  return rank(a) - rank(b) || compareCodePoints(a, b);
}

function compareCodePoints(a: string, b: string): number {
  const left = [...a];
  const right = [...b];
  for (let i = 0; i < left.length && i < right.length; i++) {
    const differs = left[i]!.codePointAt(0)! - right[i]!.codePointAt(0)!;
    if (differs !== 0) return differs;
  }
  return left.length - right.length;
}

/** A manifest line; of a path only LF, CR and `%` are written as escapes (RFC 8493 §2.1.3). */
export const manifestLine = (hash: string, path: string): string =>
  `${hash}  ${path.replace(/[%\r\n]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`)}\n`;

/** Hash by path, or null when the text is not exactly a manifest of ours. */
export function parseManifest(text: string, algorithm: Algorithm): Map<string, string> | null {
  const width = algorithm === 'sha256' ? 64 : 128;
  const line = new RegExp(`^([0-9a-f]{${width}})  ([^\\r\\n]+)$`);
  const hashes = new Map<string, string>();
  if (text !== '' && !text.endsWith('\n')) return null;
  for (const one of text.split('\n').slice(0, -1)) {
    const match = line.exec(one);
    if (!match) return null;
    const path = match[2]!.replace(/%(0A|0D|25)/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
    if (hashes.has(path)) return null;
    hashes.set(path, match[1]!);
  }
  return hashes;
}

/** `Label: value` lines of bag-info.txt, first value of each label. */
export function parseBagInfo(text: string): Map<string, string> {
  const values = new Map<string, string>();
  for (const line of text.split('\n')) {
    const colon = line.indexOf(': ');
    if (colon > 0 && !values.has(line.slice(0, colon))) values.set(line.slice(0, colon), line.slice(colon + 2));
  }
  return values;
}

const RESERVED = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)/i;
const FORBIDDEN = /[<>:"|?*\\\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069]/;

/** May this path be unpacked on any system without harm? Relative, no `..`, no device names, no odd characters. */
export function isSafePath(path: string): boolean {
  if (path === '' || path.length > 1_000 || path.startsWith('/') || path.startsWith('~')) return false;
  return path
    .split('/')
    .every(
      (part) =>
        part !== '' && !/^\.{1,2}$/.test(part) && !/[. ]$/.test(part) && !FORBIDDEN.test(part) && !RESERVED.test(part),
    );
}

/** Top folder of a bundle, from the case's name: plain letters, digits, `-`, `_`. */
export function topFolder(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9_-]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60);
  return `${plain || 'case'}-bundle`;
}
