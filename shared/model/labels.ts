/** Labels of ranges of addresses, looked up by the longest prefix. Addresses are in canonical form. */
import type { ContextRow } from './context';

/** The address as a text of bits, with its family in front; null where it is none. */
export function bitsOf(address: string): string | null {
  return address.includes(':') ? bitsOf6(address) : bitsOf4(address);
}

function bitsOf4(address: string): string | null {
  const parts = address.split('.').map(Number);
  if (parts.length !== 4 || parts.some((part) => !Number.isInteger(part) || part < 0 || part > 255)) return null;
  return `4${parts.map((part) => part.toString(2).padStart(8, '0')).join('')}`;
}

function bitsOf6(address: string): string | null {
  const [head = '', tail, ...rest] = address.split('::');
  if (rest.length > 0) return null;
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const gap = 8 - left.length - right.length;
  if (tail === undefined ? gap !== 0 : gap < 0) return null;
  const groups = [...left, ...new Array<string>(gap).fill('0'), ...right].map((group) =>
    /^[0-9a-f]{1,4}$/i.test(group) ? Number.parseInt(group, 16) : Number.NaN,
  );
  if (groups.some(Number.isNaN)) return null;
  return `6${groups.map((group) => group.toString(2).padStart(16, '0')).join('')}`;
}

export class Labels {
  readonly #rows = new Map<string, ContextRow<'ip-labels'>>();
  /** Lengths that some label has, longest first; the family's letter counted. */
  readonly #lengths: number[];

  /** Of two rows for one range the first counts. */
  constructor(rows: readonly ContextRow<'ip-labels'>[]) {
    const lengths = new Set<number>();
    for (const row of rows) {
      const [address = '', length = ''] = row.facts.cidr.split('/');
      const bits = bitsOf(address)?.slice(0, Number(length) + 1);
      if (bits === undefined || this.#rows.has(bits)) continue;
      this.#rows.set(bits, row);
      lengths.add(bits.length);
    }
    this.#lengths = [...lengths].sort((a, b) => b - a);
  }

  of(address: string): ContextRow<'ip-labels'> | null {
    if (this.#lengths.length === 0) return null;
    const bits = bitsOf(address);
    if (bits === null) return null;
    for (const length of this.#lengths) {
      const row = length <= bits.length ? this.#rows.get(bits.slice(0, length)) : undefined;
      if (row) return row;
    }
    return null;
  }
}
