/** Pseudonyms: keyed, so that the same value has the same one in every output, and nobody without the key can try values out. */
import { createHash, createHmac, createSecretKey } from 'node:crypto';
import { base32 } from '../../../../shared/base/text';
import { REDACT_ONE, type RedactField } from '../../../../shared/model/redaction';
import { addressFamily } from '../address-family';

const WORD: Record<RedactField, string> = { ...REDACT_ONE, people: 'name' };

export interface Pseudonyms {
  /** `name-0k3x9…`; of an address another address (`fd04:…` for IPv4, `fd06:…` for IPv6) or, truncated, its network. */
  of(field: RedactField, value: string): string;
  /** An identity's id made from its names: another of the same form. */
  identity(id: string): string;
  /** 53 bits over anything: a prefix and 11 digits. */
  id(prefix: string, value: string): string;
  fingerprint: string;
}

/** Pseudonyms of values that are held; the same few names stand in nearly every record. */
const HELD = 65_536;

export function pseudonyms(key: Uint8Array, { truncate }: { truncate: boolean }): Pseudonyms {
  const secret = createSecretKey(key);
  const mac = (text: string): Buffer => createHmac('sha256', secret).update(text).digest();
  const digits = (text: string): string => base32(Number(mac(text).readBigUInt64BE(0) >> 11n));
  const made = (field: RedactField, value: string): string => {
    const same = value.normalize('NFC').toLowerCase();
    const family = field === 'addresses' ? addressFamily(value) : null;
    if (family === null) return `${WORD[field]}-${digits(`${field}/${same}`)}`;
    if (truncate) return networkOf(value, family);
    const bits = mac(`addresses/${same}`).subarray(0, 14).toString('hex');
    return [`fd0${family}`, ...bits.match(/.{4}/g)!.map((group) => group.replace(/^0{1,3}/, ''))].join(':');
  };
  const held = new Map<string, string>();
  return {
    of(field, value) {
      if (value.length > 256) return made(field, value);
      const asked = `${field}/${value}`;
      const known = held.get(asked);
      if (known !== undefined) return known;
      if (held.size >= HELD) held.clear();
      const name = made(field, value);
      held.set(asked, name);
      return name;
    },
    identity: (id) => `i${digits(`identity/${id}`)}`,
    id: (prefix, value) => `${prefix}${digits(`${prefix}/${value}`)}`,
    fingerprint: createHash('sha256').update('sidedoor redaction key').update(key).digest('hex').slice(0, 16),
  };
}

/** The /24 or /48 that an address lies in, as its first address. */
export function networkOf(address: string, family: 4 | 6): string {
  if (family === 4) return `${address.split('.').slice(0, 3).join('.')}.0`;
  const [head = '', tail] = address.split('::');
  const first = head === '' ? [] : head.split(':');
  const last = tail === undefined || tail === '' ? [] : tail.split(':');
  const groups =
    tail === undefined
      ? first
      : [...first, ...Array<string>(Math.max(0, 8 - first.length - last.length)).fill('0'), ...last];
  const kept = groups.slice(0, 3).map((group) => Number.parseInt(group, 16).toString(16));
  while (kept.length > 0 && kept.at(-1) === '0') kept.pop();
  return kept.length === 0 ? '::' : `${kept.join(':')}::`;
}
