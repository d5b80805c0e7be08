/** Name-based UUIDs (RFC 9562, version 5): the same thing has the same id in every export. */
import { createHash } from 'node:crypto';

/** Namespace of STIX cyber-observable objects (STIX 2.1 §2.9). */
export const STIX_SCO = '00abedb4-aa42-466c-9c01-fed23315a9b7';
/** Ours, for everything that no standard gives a namespace. Made once. */
export const OWN = '7a1d0c35-9d0e-4a46-8b1c-55b6a5c9f0d2';

export function uuid5(namespace: string, name: string): string {
  const bytes = createHash('sha1')
    .update(Buffer.from(namespace.replaceAll('-', ''), 'hex'))
    .update(name)
    .digest();
  bytes[6] = (bytes[6]! & 0x0f) | 0x50;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.subarray(0, 16).toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
