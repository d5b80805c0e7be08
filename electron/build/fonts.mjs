// Packs the outlines of Chinese, Japanese and Korean signs for the reports into dist/assets/east-asian.fonts: the slices of the
// npm packages as they are, and which sign stands in which (layout: electron/engine/export/typeset/east-asian.ts).
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { create } from 'fontkit';

const root = fileURLToPath(new URL('../../', import.meta.url));
const out = join(root, 'dist', 'assets');
export const EAST_ASIAN = 'east-asian.fonts';
/** In the order in which a sign is looked for: what one has, the next need not bring. */
const FONTS = ['noto-sans-sc', 'noto-sans-jp', 'noto-sans-kr'];
const at = (font) => join(root, 'node_modules', '@fontsource-variable', font);

/** Signs that stand alone: Han, kana, bopomofo, whole syllables of Hangul, and the signs of full width beside them. */
const BLOCKS = [
  [0x2e80, 0x3098],
  [0x309b, 0x33ff],
  [0x3400, 0x9fff],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe4f],
  [0xff01, 0xffee],
  [0x20000, 0x323af],
];

/** [first, last] of each run of signs. */
function runs(codes) {
  const list = [];
  for (const code of codes) {
    const last = list.at(-1);
    if (last && last[1] + 1 === code) last[1] = code;
    else list.push([code, code]);
  }
  return list;
}

function packed() {
  const taken = new Set();
  const slices = [];
  const bodies = [];
  let offset = 0;
  for (const font of FONTS) {
    const files = join(at(font), 'files');
    for (const file of readdirSync(files)
      .filter((name) => name.endsWith('-wght-normal.woff2'))
      .sort()) {
      const bytes = readFileSync(join(files, file));
      const fresh = create(bytes)
        .characterSet.filter(
          (code) => !taken.has(code) && BLOCKS.some(([first, last]) => code >= first && code <= last),
        )
        .sort((a, b) => a - b);
      if (fresh.length === 0) continue;
      for (const code of fresh) taken.add(code);
      slices.push({ at: offset, length: bytes.length, runs: runs(fresh) });
      bodies.push(bytes);
      offset += bytes.length;
    }
  }
  const head = Buffer.from(JSON.stringify(slices));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(head.length);
  console.error(`fonts: ${taken.size} signs of East Asia in ${slices.length} slices, ${(offset / 1e6).toFixed(1)} MB`);
  return Buffer.concat([Buffer.from('SDFONTS1'), length, head, ...bodies]);
}

/** Packs where the file is missing or older than its packages or this script; a second call costs nothing. */
export function buildFonts() {
  const file = join(out, EAST_ASIAN);
  const inputs = [fileURLToPath(import.meta.url), ...FONTS.map((font) => join(at(font), 'package.json'))];
  if (existsSync(file) && inputs.every((input) => statSync(input).mtimeMs <= statSync(file).mtimeMs)) return;
  const bytes = packed();
  mkdirSync(out, { recursive: true });
  writeFileSync(`${file}.part`, bytes);
  renameSync(`${file}.part`, file); // never half a file, also if two builds run at once
}

if (process.argv[1] === fileURLToPath(import.meta.url)) buildFonts();
