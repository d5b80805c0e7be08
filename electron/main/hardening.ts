/**
 * What the window is closed with, as plain values: read by `security.ts` and `window.ts`, and by tests where no Electron
 * is at hand. The numbers are those of Electron's own checklist (docs/security.md has it with a test beside each).
 */

export const SCHEME = 'sidedoor';
/** The one origin that exists. */
export const ORIGIN = `${SCHEME}://app`;

/** 18: a scheme of our own with an origin; never `bypassCSP`, `allowServiceWorkers`, `corsEnabled`, `allowExtensions`. */
export const SCHEME_PRIVILEGES = { standard: true, secure: true, supportFetchAPI: true } as const;

/** 2, 3, 4, 6, 8, 9, 10, 11: said in full, because a default may change with the runtime. */
export const WEB_PREFERENCES = {
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  webviewTag: false,
  spellcheck: false, // else dictionaries are fetched from a network
  enableWebSQL: false,
  plugins: false,
  navigateOnDragDrop: false,
  safeDialogs: true,
} as const;

/** Chromium's switches, set before the application is ready; null where a switch has no value. */
export const SWITCHES: Readonly<Record<string, string | null>> = {
  'host-resolver-rules': 'MAP * ~NOTFOUND', // names that prefetch, preconnect and STUN ask for never pass webRequest
  'proxy-server': 'http://127.0.0.1:9', // nobody listens there
  'disable-background-networking': null,
  'disable-component-update': null,
  'disable-domain-reliability': null,
  'disable-sync': null,
  'no-pings': null,
  'disable-breakpad': null, // dumps may hold evidence
  'webrtc-ip-handling-policy': 'disable_non_proxied_udp',
};

/** `blob:` and `data:` are made by the page itself; developer tools exist in a checkout only. */
export function isAllowed(url: string, isPackaged: boolean): boolean {
  return (
    isOwnPage(url) ||
    url.startsWith(`blob:${ORIGIN}/`) ||
    url.startsWith('data:') ||
    (!isPackaged && url.startsWith('devtools:'))
  );
}

export function isOwnPage(url: string): boolean {
  try {
    const { protocol, host } = new URL(url);
    return protocol === `${SCHEME}:` && host === 'app';
  } catch {
    return false;
  }
}
