/** Ranges of addresses as people write them. Pure. */
import ipaddr from 'ipaddr.js';

/** `192.0.2.0/24` with the host's bits cleared; a bare address is a range of one. Null where it is neither. */
export function readCidr(text: string): string | null {
  const [address = '', bits, ...rest] = text.trim().split('/');
  if (
    rest.length > 0 ||
    !ipaddr.isValid(address) ||
    (!address.includes(':') && !ipaddr.IPv4.isValidFourPartDecimal(address))
  )
    return null;
  const parsed = ipaddr.parse(address);
  const longest = parsed.kind() === 'ipv4' ? 32 : 128;
  if (bits !== undefined && !/^\d{1,3}$/.test(bits)) return null;
  const length = bits === undefined ? longest : Number(bits);
  if (length > longest) return null;
  const bytes = parsed
    .toByteArray()
    .map((byte, i) => byte & (0xff00 >> Math.min(8, Math.max(0, length - 8 * i))) & 0xff);
  return `${ipaddr.fromByteArray(bytes).toString()}/${length}`;
}
