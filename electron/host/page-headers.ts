/** The response headers that the page gets in every host. The page runs what was built with it, known by its hash. */

/** Hashes as `electron/build/hashed-page.ts` writes them. */
export interface PageHashes {
  scripts: readonly string[];
  styles: readonly string[];
}

/** `connect` names further origins that scripts may talk to: the web host's own socket. */
export function contentSecurityPolicy({ scripts, styles }: PageHashes, connect: readonly string[] = []): string {
  const quoted = (hashes: readonly string[]): string => hashes.map((hash) => `'${hash}'`).join(' ') || "'none'";
  return [
    "default-src 'none'",
    `script-src ${quoted(scripts)}`,
    `style-src ${quoted(styles)}`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    ["connect-src 'self'", ...connect].join(' '),
    "worker-src 'none'",
    "object-src 'none'",
    "frame-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    // No text becomes markup or script; the one policy passes two fixed words (renderer/app/trusted-types.ts).
    "require-trusted-types-for 'script'",
    'trusted-types default',
  ].join('; ');
}

/** Headers of every answer, pages and data alike. */
export function pageHeaders(hashes: PageHashes, connect: readonly string[] = []): Record<string, string> {
  return {
    'Content-Security-Policy': contentSecurityPolicy(hashes, connect),
    'X-Content-Type-Options': 'nosniff',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Referrer-Policy': 'no-referrer',
    'Permissions-Policy': 'camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()',
    'Cache-Control': 'no-store',
  };
}
