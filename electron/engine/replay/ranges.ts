/** Ranges of addresses. Addresses come in canonical form; what cannot be read is in no range. */
import { bitsOf } from '../../../shared/model/labels';

/** Whether an address is in any of the ranges; a range that is none holds no address. */
export function inRanges(cidrs: readonly string[]): (address: string) => boolean {
  const prefixes = cidrs.flatMap((cidr) => {
    const [address = '', length = ''] = cidr.split('/');
    const all = bitsOf(address);
    const n = Number(length);
    return all === null || n > all.length - 1 ? [] : [all.slice(0, n + 1)];
  });
  return (address) => {
    const all = bitsOf(address);
    return all !== null && prefixes.some((prefix) => all.startsWith(prefix));
  };
}

/** /24 of IPv4, /48 of IPv6, as bits; null for what is no address. */
export const prefixOf = (address: string): string | null => {
  const all = bitsOf(address);
  return all === null ? null : all.slice(0, 1 + (all.startsWith('4') ? 24 : 48));
};
