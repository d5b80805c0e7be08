// Compiles the address databases of the npm packages into dist/assets/*.ranges (layout: electron/engine/enrich/range-table.ts).
import { createReadStream, existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Reader } from 'mmdb-lib';

const root = fileURLToPath(new URL('../../', import.meta.url));
const packages = `${root}node_modules/@ip-location-db/`;
const out = `${root}dist/assets/`;

/** All networks of an MMDB file in address order, as [first, last, country]; addresses as whole numbers. */
function* networks(file, bits) {
  const bytes = readFileSync(file);
  const { metadata } = new Reader(bytes);
  const size = metadata.recordSize;
  const count = metadata.nodeCount;
  const width = size / 4; // bytes of a node: two records
  const record = (node, side) => {
    const at = node * width;
    if (size === 24) return bytes.readUIntBE(at + side * 3, 3);
    if (size === 32) return bytes.readUInt32BE(at + side * 4);
    const middle = bytes[at + 3];
    return side === 0
      ? ((middle & 0xf0) << 20) | bytes.readUIntBE(at, 3)
      : ((middle & 0x0f) << 24) | bytes.readUIntBE(at + 4, 3);
  };
  // The data are maps of one two-letter text; the reader resolves pointers, so each distinct offset is asked once.
  const reader = new Reader(bytes);
  const known = new Map();
  const country = (pointer, address) => {
    let code = known.get(pointer);
    if (code === undefined) {
      const row = reader.get(address);
      code = typeof row?.country_code === 'string' && /^[A-Z]{2}$/.test(row.country_code) ? row.country_code : null;
      known.set(pointer, code);
    }
    return code;
  };
  const text = (first) =>
    bits === 32
      ? [24n, 16n, 8n, 0n].map((shift) => (first >> shift) & 255n).join('.')
      : [112n, 96n, 80n, 64n, 48n, 32n, 16n, 0n].map((shift) => ((first >> shift) & 0xffffn).toString(16)).join(':');
  const depth = bits;
  const stack = [[0, 0n, 0]];
  while (stack.length > 0) {
    const [node, first, level] = stack.pop();
    if (node < count) {
      if (level === depth) continue;
      const step = 1n << BigInt(depth - 1 - level);
      stack.push([record(node, 1), first + step, level + 1], [record(node, 0), first, level + 1]);
    } else if (node > count) {
      const code = country(node, text(first));
      if (code) yield [first, first + (1n << BigInt(depth - level)) - 1n, code];
    }
  }
}

/** Joins neighbours that say the same. */
function joined(ranges) {
  const result = [];
  for (const range of ranges) {
    const before = result.at(-1);
    if (before && before[2] === range[2] && before[1] + 1n === range[0]) before[1] = range[1];
    else result.push(range);
  }
  return result;
}

/**
 * Two opinions into one table, side by side: "US|IE", "US|" where only the first knows. Whoever reads it decides what a
 * disputed country is worth; nothing is left out.
 */
function beside(a, b) {
  const result = [];
  // No Set: one of BigInts hashes their low 64 bits only, which most borders have in common.
  const borders = [...a, ...b]
    .flatMap(([first, last]) => [first, last + 1n])
    .sort((x, y) => (x < y ? -1 : x > y ? 1 : 0))
    .filter((border, k, all) => k === 0 || border !== all[k - 1]);
  let i = 0;
  let j = 0;
  const share = { both: 0n, one: 0n, disputed: 0n };
  for (let k = 0; k + 1 < borders.length; k++) {
    const first = borders[k];
    const last = borders[k + 1] - 1n;
    while (i < a.length && a[i][1] < first) i++;
    while (j < b.length && b[j][1] < first) j++;
    const left = i < a.length && a[i][0] <= first ? a[i][2] : null;
    const right = j < b.length && b[j][0] <= first ? b[j][2] : null;
    if (!left && !right) continue;
    share[left === right ? 'both' : left && right ? 'disputed' : 'one'] += last - first + 1n;
    result.push([first, last, `${left ?? ''}|${right ?? ''}`]);
  }
  return { ranges: joined(result), share };
}

function write(name, v4, v6, labels, datasets) {
  const keys = [...labels.keys()].sort((a, b) => a - b);
  const texts = keys.map((key) => Buffer.from(labels.get(key)));
  const offsets = new Uint32Array(keys.length + 1);
  for (const [i, text] of texts.entries()) offsets[i + 1] = offsets[i] + text.length;
  const head = Buffer.from(JSON.stringify({ n4: v4.length, n6: v6.length, labels: keys.length, datasets }));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(head.length);
  const parts = [Buffer.from('SDRANGE2'), length, head];
  let at = 12 + head.length;
  const add = (array) => {
    const pad = (8 - (at % 8)) % 8;
    parts.push(Buffer.alloc(pad), Buffer.from(array.buffer));
    at += pad + array.byteLength;
  };
  add(Uint32Array.from(v4, (range) => Number(range[0])));
  add(Uint32Array.from(v4, (range) => Number(range[1])));
  add(Uint32Array.from(v4, (range) => range[2]));
  for (const end of [0, 1]) {
    add(BigUint64Array.from(v6, (range) => range[end] >> 64n));
    add(BigUint64Array.from(v6, (range) => range[end] & 0xffff_ffff_ffff_ffffn));
  }
  add(Uint32Array.from(v6, (range) => range[2]));
  add(Uint32Array.from(keys));
  add(offsets);
  parts.push(Buffer.alloc((8 - (at % 8)) % 8), ...texts);
  mkdirSync(out, { recursive: true });
  writeFileSync(`${out}${name}.part`, Buffer.concat(parts));
  renameSync(`${out}${name}.part`, `${out}${name}`); // never half a table, also if two builds run at once
}

const version = (name) => JSON.parse(readFileSync(`${packages}${name}/package.json`, 'utf8')).version;
/** The packages' versions end in the day of their data: 2.3.2026061719 → 2026-06-17. */
const day = (name) => version(name).replace(/^\d+\.\d+\.(\d{4})(\d\d)(\d\d).*$/, '$1-$2-$3');

function countryTable() {
  const one = 'iptoasn-country-mmdb';
  const two = 'geo-whois-asn-country-mmdb';
  const labels = new Map();
  const numbers = new Map();
  const number = (pair) => {
    let value = numbers.get(pair);
    if (value === undefined) {
      value = numbers.size;
      numbers.set(pair, value);
      labels.set(value, pair);
    }
    return value;
  };
  const family = (suffix, bits) => {
    const { ranges, share } = beside(
      joined(networks(`${packages}${one}/iptoasn-country-${suffix}.mmdb`, bits)),
      joined(networks(`${packages}${two}/geo-whois-asn-country-${suffix}.mmdb`, bits)),
    );
    const all = share.both + share.one + share.disputed;
    const part = (n) => `${(Number((n * 10_000n) / all) / 100).toFixed(1)} %`;
    console.error(
      `countries ${suffix}: ${ranges.length} ranges; agreed ${part(share.both)}, one only ${part(share.one)}, disputed ${part(share.disputed)}`,
    );
    return ranges.map(([first, last, pair]) => [first, last, number(pair)]);
  };
  write('country.ranges', family('ipv4', 32), family('ipv6', 128), labels, [
    {
      name: `@ip-location-db/${one} ${version(one)}`,
      built: day(one),
      credit: 'IPtoASN (https://iptoasn.com), PDDL 1.0',
    },
    {
      name: `@ip-location-db/${two} ${version(two)}`,
      built: day(two),
      credit: 'Contains data from the Number Resource Organization (nro.net), CC BY 4.0; modified',
    },
  ]);
}

/** `first,last,number,organisation` with the organisation quoted where it holds a comma. */
async function networkRanges(file, labels) {
  const ranges = [];
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })) {
    const match = /^(\d+),(\d+),(\d+),(.*)$/.exec(line);
    if (!match) continue;
    const asn = Number(match[3]);
    const org = match[4].startsWith('"') ? match[4].slice(1, -1).replaceAll('""', '"') : match[4];
    if (org !== '' && !labels.has(asn)) labels.set(asn, org);
    let first = BigInt(match[1]);
    const last = BigInt(match[2]);
    const before = ranges.at(-1);
    // The data hold one pair of ranges that overlap: the first keeps what both claim.
    if (before && first <= before[1]) first = before[1] + 1n;
    if (first > last) continue;
    if (before && before[2] === asn && before[1] + 1n === first) before[1] = last;
    else ranges.push([first, last, asn]);
  }
  return ranges;
}

async function networkTable() {
  const name = 'asn';
  const labels = new Map();
  const v4 = await networkRanges(`${packages}${name}/asn-ipv4-num.csv`, labels);
  const v6 = await networkRanges(`${packages}${name}/asn-ipv6-num.csv`, labels);
  console.error(`networks: ${v4.length} IPv4 and ${v6.length} IPv6 ranges of ${labels.size} operators`);
  write('network.ranges', v4, v6, labels, [
    {
      name: `@ip-location-db/${name} ${version(name)}`,
      built: day(name),
      credit:
        'RouteViews (routeviews.org), Number Resource Organization (nro.net) and DB-IP (https://db-ip.com), CC BY 4.0 each; merged by ip-location-db, compiled into ranges by us',
    },
  ]);
}

/** Builds what is missing or older than its packages or this script; a second call costs nothing. */
export async function buildTables() {
  const fresh = (name, ...inputs) =>
    existsSync(`${out}${name}`) &&
    inputs.every((input) => statSync(input).mtimeMs <= statSync(`${out}${name}`).mtimeMs);
  const script = fileURLToPath(import.meta.url);
  const manifest = (name) => `${packages}${name}/package.json`;
  const started = performance.now();
  if (!fresh('country.ranges', script, manifest('iptoasn-country-mmdb'), manifest('geo-whois-asn-country-mmdb')))
    countryTable();
  if (!fresh('network.ranges', script, manifest('asn'))) await networkTable();
  console.error(`tables ready in ${Math.round(performance.now() - started)} ms`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildTables();
