/** Ranges of addresses. Addresses come in canonical form; what cannot be read is in no range. */

/** The address as a text of bits, its family in front; null where it is none. */
function bits(address: string): string | null {
  if (!address.includes(':')) {
    const parts = address.split('.');
    if (parts.length !== 4 || parts.some((part) => !/^\d{1,3}$/.test(part) || Number(part) > 255)) return null;
    return `4${parts.map((part) => Number(part).toString(2).padStart(8, '0')).join('')}`;
  }
  const [head = '', tail, ...rest] = address.split('::');
  if (rest.length > 0) return null;
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const gap = 8 - left.length - right.length;
  if (tail === undefined ? gap !== 0 : gap < 0) return null;
  const groups = [...left, ...new Array<string>(gap).fill('0'), ...right];
  if (groups.some((group) => !/^[0-9a-f]{1,4}$/i.test(group))) return null;
  return `6${groups.map((group) => Number.parseInt(group, 16).toString(2).padStart(16, '0')).join('')}`;
}

/** Whether an address is in any of the ranges; a range that is none holds no address. */
export function inRanges(cidrs: readonly string[]): (address: string) => boolean {
  const prefixes = cidrs.flatMap((cidr) => {
    const [address = '', length = ''] = cidr.split('/');
    const all = bits(address);
    const n = Number(length);
    return all === null || n > all.length - 1 ? [] : [all.slice(0, n + 1)];
  });
  return (address) => {
    const all = bits(address);
    return all !== null && prefixes.some((prefix) => all.startsWith(prefix));
  };
}

/** /24 of IPv4, /48 of IPv6, as bits; null for what is no address. */
export const prefixOf = (address: string): string | null => {
  const all = bits(address);
  return all === null ? null : all.slice(0, 1 + (all.startsWith('4') ? 24 : 48));
};
