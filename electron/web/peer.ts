/**
 * Whose program is at the other end of a connection on this machine. Linux tells: both ends of a loopback connection stand
 * in the kernel's table with the user that made them. Elsewhere nobody is known, and the secret alone decides.
 */
import { readFileSync } from 'node:fs';

/** Address as the table writes it: four bytes in the machine's order, and the port. */
const V4 = /^[0-9A-F]{8}:([0-9A-F]{4})$/;
/** The same address asked for through an IPv6 socket. */
const MAPPED = /^0000000000000000FFFF0000[0-9A-F]{8}:([0-9A-F]{4})$/;
/** A connection that its program has closed belongs to nobody any more; the kernel then writes user 0. */
const CLOSED = new Set(['04', '05', '06', '07', '09', '0B']);

/** User of the program at `peer` (a port of 127.0.0.1) that talks to `own`, from the text of /proc/net/tcp or tcp6; null where it is not there. */
export function userIn(table: string, own: number, peer: number): number | null {
  for (const line of table.split('\n').slice(1)) {
    const [, local = '', remote = '', state = '', , , , user] = line.trim().split(/\s+/);
    const ports = [local, remote].map((address) => V4.exec(address)?.[1] ?? MAPPED.exec(address)?.[1]);
    if (ports.some((port) => port === undefined) || CLOSED.has(state)) continue;
    if (parseInt(ports[0]!, 16) === peer && parseInt(ports[1]!, 16) === own) return Number(user);
  }
  return null;
}

/** Is it certain that another user than ours made this connection? */
export function isAnotherUser(own: number, peer: number): boolean {
  const us = process.getuid?.();
  if (us === undefined) return false;
  for (const file of ['/proc/net/tcp', '/proc/net/tcp6']) {
    let table: string;
    try {
      table = readFileSync(file, 'latin1');
    } catch {
      continue; // another system, or no IPv6
    }
    const user = userIn(table, own, peer);
    if (user !== null) return user !== us;
  }
  return false;
}
