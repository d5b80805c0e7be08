/** Addresses as vendors write them: with ports, brackets, mapped IPv6, host names, provider placeholders. Pure. */
import ipaddr from 'ipaddr.js';

export interface Address {
  /** RFC 5952 or dotted quad, without port and zone; null where the text is no address. */
  ip: string | null;
  /** Why the reading is doubtful; null where it is not. */
  warning: string | null;
}

const NONE: Address = { ip: null, warning: null };

/**
 * Normalises one address. Takes `203.0.113.5:51234`, `[2001:db8::1]:51234`, `2001:db8::1#51234`, `…p51234`,
 * `… port 51234`, `::ffff:1.2.3.4`, `fe80::1%eth0`, and keeps the ambiguous `2001:db8::1:51234` as an address with a warning.
 * Unspecified addresses (`0.0.0.0`, `::`) and host names give null: they say nothing about a place.
 */
export function readAddress(text: string | null): Address {
  if (text === null || text === '') return NONE;
  if (isDottedQuad(text)) return text === '0.0.0.0' ? NONE : { ip: text, warning: null };
  const bare = text.trim();
  return mayBeAddress(bare) ? slowAddress(bare) : NONE;
}

/** Clouds name their services where others name addresses: to be told by a thrown error costs more than the rest of such a record. */
const mayBeAddress = (text: string): boolean => text.includes(':') || /^[[\d]/.test(text);

/** As `readAddress`, for callers that have no use for the warning. */
export function ipOf(text: string | null): string | null {
  return readAddress(text).ip;
}

/** Four decimal numbers without leading zeros: the common case, checked without allocating. */
function isDottedQuad(text: string): boolean {
  if (text.length < 7 || text.length > 15) return false;
  let parts = 0;
  let value = -1;
  for (let i = 0; i <= text.length; i++) {
    const code = i === text.length ? 46 : text.charCodeAt(i);
    if (code === 46) {
      if (value < 0 || value > 255) return false;
      parts++;
      value = -1;
    } else if (code >= 48 && code <= 57) {
      if (value === 0) return false;
      value = value < 0 ? code - 48 : value * 10 + code - 48;
    } else return false;
  }
  return parts === 4;
}

const V4_PORT = /^(\d{1,3}(?:\.\d{1,3}){3}):\d{1,5}$/;
const BRACKETED = /^\[([^\]]+)\](?::\d{1,5})?$/;
const MARKED_PORT = /^(.*:.*?)(?:#| port |p|\.)(\d{1,5})$/i;
const V6_TAIL_DECIMAL = /^(.+):\d{1,5}$/;

function slowAddress(text: string): Address {
  const v4 = V4_PORT.exec(text);
  if (v4) return plain(v4[1]!);
  const bracketed = BRACKETED.exec(text);
  if (bracketed) return plain(bracketed[1]!);
  const whole = plain(text);
  if (whole.ip !== null) {
    return text.includes(':') && !text.includes('.') && ambiguousPort(text)
      ? { ip: whole.ip, warning: `the last group of ${text} may be a port` }
      : whole;
  }
  const marked = MARKED_PORT.exec(text);
  if (marked) return plain(marked[1]!);
  // With it the text is no address (a ninth group, or five digits), so this is a port after a plain colon.
  const tail = V6_TAIL_DECIMAL.exec(text);
  return tail ? plain(tail[1]!) : NONE;
}

/** `2001:db8::1:5123`: with `::` inside, the last four decimal digits are a group or a port, and nobody can tell. */
function ambiguousPort(text: string): boolean {
  return text.includes('::') && /:\d{4}$/.test(text) && !text.endsWith('::');
}

function plain(text: string): Address {
  const bare = text.replace(/%.*$/, '');
  if (!ipaddr.isValid(bare)) return NONE;
  if (!bare.includes(':') && !ipaddr.IPv4.isValidFourPartDecimal(bare)) return NONE;
  const parsed = ipaddr.process(bare);
  const range = parsed.range();
  if (range === 'unspecified') return NONE;
  return {
    ip: parsed.kind() === 'ipv6' ? (parsed as ipaddr.IPv6).toRFC5952String() : parsed.toString(),
    warning: null,
  };
}
