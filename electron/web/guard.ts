/**
 * Who may come in. Any program of this machine can reach the port, and any page in the browser can aim at it: so the
 * name asked for, the page that asks and the secret are all checked, on every request and on the web socket.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

export interface Refusal {
  status: number;
  why: string;
}

export class Guard {
  readonly #port: number;
  readonly #secret = randomBytes(32).toString('base64url');
  readonly #invitations = new Set<string>();

  constructor(port: number) {
    this.#port = port;
  }

  get host(): string {
    return `127.0.0.1:${this.#port}`;
  }

  get origin(): string {
    return `http://${this.host}`;
  }

  /** Cookies are not kept apart by port: two hosts on one machine need two names. */
  get cookieName(): string {
    return `sidedoor-${this.#port}`;
  }

  /** A new address that lets one browser in, once. */
  invite(): string {
    const token = randomBytes(24).toString('base64url');
    this.#invitations.add(token);
    return `${this.origin}/open/${token}`;
  }

  /** Spends a token; the cookie header it buys, or null when it was spent or never was. */
  redeem(token: string): string | null {
    if (!this.#invitations.delete(token)) return null;
    return `${this.cookieName}=${this.#secret}; HttpOnly; SameSite=Strict; Path=/`;
  }

  /** Null for a request that may be answered. `/open/…` is asked before the cookie is there. */
  refuse(request: {
    method: string;
    headers: IncomingHttpHeaders;
    upgrade?: boolean;
    opening?: boolean;
  }): Refusal | null {
    const { headers, method } = request;
    // A page of another site whose name was rebound to 127.0.0.1 sends its own name here.
    if (headers.host !== this.host) return { status: 421, why: 'not a name of this host' };
    const { origin } = headers;
    if (origin !== undefined && origin !== this.origin) return { status: 403, why: 'another site asks' };
    if (origin === undefined && (request.upgrade || (method !== 'GET' && method !== 'HEAD'))) {
      return { status: 403, why: 'no origin' };
    }
    if (!request.opening) {
      const site = headers['sec-fetch-site'];
      if (site !== undefined && site !== 'same-origin' && site !== 'none') {
        return { status: 403, why: 'another site asks' };
      }
      if (!this.hasCookie(headers)) return { status: 403, why: 'open the address that the program printed' };
    }
    return null;
  }

  hasCookie(headers: IncomingHttpHeaders): boolean {
    const prefix = `${this.cookieName}=`;
    const given = (headers.cookie ?? '')
      .split(';')
      .map((part) => part.trim())
      .find((part) => part.startsWith(prefix));
    return given !== undefined && equal(given.slice(prefix.length), this.#secret);
  }
}

function equal(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}
