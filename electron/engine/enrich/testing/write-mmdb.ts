/** Writes small MaxMind DB files for tests: an IPv6 tree of 24-bit records over the networks given. */
import { parseAddress } from '../address-text';
import { METADATA_MARKER } from '../mmdb-guard';

export type Value = string | number | boolean | Float | readonly Value[] | { readonly [key: string]: Value };
/** A double; plain numbers are written as whole ones. */
export class Float {
  constructor(readonly value: number) {}
}

function head(type: number, size: number): Buffer {
  const extended = type > 7;
  const [code, rest] =
    size < 29 ? [size, []] : size < 285 ? [29, [size - 29]] : [30, [(size - 285) >> 8, (size - 285) & 255]];
  return Buffer.from([((extended ? 0 : type) << 5) | code, ...(extended ? [type - 7] : []), ...rest]);
}

export function encoded(value: Value): Buffer {
  if (typeof value === 'string') return Buffer.concat([head(2, Buffer.byteLength(value)), Buffer.from(value)]);
  if (typeof value === 'boolean') return head(14, value ? 1 : 0);
  if (typeof value === 'number') {
    const bytes = Buffer.alloc(8);
    bytes.writeBigUInt64BE(BigInt(value));
    const from = bytes.findIndex((byte) => byte !== 0);
    const used = from < 0 ? Buffer.alloc(0) : bytes.subarray(from);
    return Buffer.concat([head(used.length > 4 ? 9 : 6, used.length), used]);
  }
  if (value instanceof Float) {
    const bytes = Buffer.alloc(8);
    bytes.writeDoubleBE(value.value);
    return Buffer.concat([head(3, 8), bytes]);
  }
  if (Array.isArray(value)) return Buffer.concat([head(11, value.length), ...value.map(encoded)]);
  const entries = Object.entries(value as Record<string, Value>);
  return Buffer.concat([head(7, entries.length), ...entries.flatMap(([key, one]) => [encoded(key), encoded(one)])]);
}

type Node = [Node | Buffer | null, Node | Buffer | null];

/** `networks`: "203.0.113.0/24" → record (or its bytes, for records that are wrong). */
export function mmdbFile(
  networks: Readonly<Record<string, Value | Buffer>>,
  metadata: Readonly<Record<string, Value>> = {},
): Buffer {
  const root: Node = [null, null];
  for (const [cidr, value] of Object.entries(networks)) {
    const [ip = '', length = ''] = cidr.split('/');
    const address = parseAddress(ip);
    const bits = address.v4 !== null ? BigInt(address.v4) : address.v6!;
    const depth = Number(length) + (address.v4 !== null ? 96 : 0);
    let node = root;
    for (let level = 0; level < depth; level++) {
      const side = Number((bits >> BigInt(127 - level)) & 1n);
      if (level === depth - 1) node[side] = Buffer.isBuffer(value) ? value : encoded(value);
      else {
        const next = node[side];
        if (Array.isArray(next)) node = next;
        else {
          const made: Node = [null, null];
          node[side] = made;
          node = made;
        }
      }
    }
  }
  const nodes: Node[] = [];
  const number = (node: Node): void => {
    nodes.push(node);
    for (const side of node) if (Array.isArray(side)) number(side);
  };
  number(root);
  const index = new Map(nodes.map((node, i) => [node, i]));
  const data: Buffer[] = [];
  let at = 0;
  const tree = Buffer.alloc(nodes.length * 6);
  nodes.forEach((node, i) => {
    node.forEach((side, j) => {
      let record = nodes.length;
      if (Array.isArray(side)) record = index.get(side)!;
      else if (side !== null) {
        record = nodes.length + 16 + at;
        data.push(side);
        at += side.length;
      }
      tree.writeUIntBE(record, i * 6 + j * 3, 3);
    });
  });
  const about = {
    binary_format_major_version: 2,
    binary_format_minor_version: 0,
    build_epoch: 1_760_000_000,
    database_type: 'Test-City',
    description: { en: 'made for a test' },
    ip_version: 6,
    languages: ['en'],
    node_count: nodes.length,
    record_size: 24,
    ...metadata,
  };
  return Buffer.concat([tree, Buffer.alloc(16), ...data, METADATA_MARKER, encoded(about)]);
}
