/** Reads an address as logs write it and says which kind of range it is in. */
import ipaddr from 'ipaddr.js';

export type AddressScope =
  | 'public'
  | 'private'
  | 'loopback'
  | 'link_local'
  | 'cgnat'
  | 'reserved'
  | 'service_name'
  | 'invalid';

export interface ParsedAddress {
  scope: AddressScope;
  /** IPv4 as an unsigned 32-bit number; also the IPv4 inside mapped, NAT64, 6to4 and Teredo addresses. */
  v4: number | null;
  /** A native IPv6 address as an unsigned 128-bit number. */
  v6: bigint | null;
  /** Canonical text (dotted quad or RFC 5952). */
  text: string;
}

const SCOPES: Readonly<Record<string, AddressScope>> = {
  unicast: 'public',
  private: 'private',
  uniqueLocal: 'private',
  loopback: 'loopback',
  linkLocal: 'link_local',
  carrierGradeNat: 'cgnat',
};

// Host names of services ("ec2.amazonaws.com") and AWS's own "AWS Internal", which stand where an address belongs.
const SERVICE_NAME = /^(?:AWS Internal|(?=[^:]*[a-z])[a-z0-9_-]+(?:\.[a-z0-9_-]+)+)$/i;

/** Parses one address text; anything that is no address comes back as `service_name` or `invalid`. */
export function parseAddress(raw: string): ParsedAddress {
  const text = raw.trim().replace(/^\[(.*)\]$/, '$1');
  const quick = quad(text);
  if (quick !== null) return ofV4(quick);
  if (!text.includes(':') || text.length > 64) {
    return { scope: SERVICE_NAME.test(text) ? 'service_name' : 'invalid', v4: null, v6: null, text };
  }
  const bare = text.split('%')[0]!; // a zone index (RFC 4007) names an interface of the logging host
  if (!ipaddr.IPv6.isValid(bare)) return { scope: 'invalid', v4: null, v6: null, text };
  return ofV6(ipaddr.IPv6.parse(bare));
}

function ofV4(value: number): ParsedAddress {
  const address = new ipaddr.IPv4([value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255]);
  return { scope: SCOPES[address.range()] ?? 'reserved', v4: value, v6: null, text: address.toString() };
}

function ofV6(address: ipaddr.IPv6): ParsedAddress {
  const [, b, c, , , , g, h] = address.parts as [number, number, number, number, number, number, number, number];
  switch (address.range()) {
    case 'ipv4Mapped':
    case 'rfc6052': // NAT64, 64:ff9b::/96
      return ofV4(((g << 16) | h) >>> 0);
    case '6to4':
      return ofV4(((b << 16) | c) >>> 0);
    case 'teredo': // the client's IPv4 with every bit inverted (RFC 4380 §4)
      return ofV4(~((g << 16) | h) >>> 0);
    default: {
      const v6 = address.parts.reduce((sum, part) => (sum << 16n) | BigInt(part), 0n);
      return { scope: SCOPES[address.range()] ?? 'reserved', v4: null, v6, text: address.toRFC5952String() };
    }
  }
}

/** A dotted quad in plain decimal; no octal, hexadecimal or short forms, which readers disagree about. */
function quad(text: string): number | null {
  let value = 0;
  let part = -1;
  let parts = 0;
  for (let i = 0; i <= text.length; i++) {
    const code = i < text.length ? text.charCodeAt(i) : 46;
    if (code === 46) {
      if (part < 0 || ++parts > 4) return null;
      value = value * 256 + part;
      part = -1;
    } else if (code >= 48 && code <= 57) {
      if (part === 0) return null;
      part = (part < 0 ? 0 : part * 10) + code - 48;
      if (part > 255) return null;
    } else return null;
  }
  return parts === 4 ? value : null;
}
