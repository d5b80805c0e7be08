/**
 * What keeps the window closed to the world. Four layers, because each alone was measured to leak: the resolver rule
 * (prefetch, preconnect and STUN names never pass webRequest), the request filter, the WebRTC policy, the handlers.
 */

import { app, type IpcMainEvent, type IpcMainInvokeEvent, type Session, session, type WebContents } from 'electron';
import { readPageFiles } from '../host/page-files';
import { pageHeaders } from '../host/page-headers';

export const SCHEME = 'sidedoor';
/** The one origin that exists. */
export const ORIGIN = `${SCHEME}://app`;

/** Before the application is ready. */
export function hardenProcess(): void {
  // Chromium's sandbox cannot start as root; the desktop's tests run so, with a switch that packaged builds ignore.
  if (app.isPackaged || !app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  const switches: Record<string, string | undefined> = {
    'host-resolver-rules': 'MAP * ~NOTFOUND',
    'proxy-server': 'http://127.0.0.1:9', // nobody listens there
    'disable-background-networking': undefined,
    'disable-component-update': undefined,
    'disable-domain-reliability': undefined,
    'disable-sync': undefined,
    'no-pings': undefined,
    'disable-breakpad': undefined, // dumps may hold evidence
    'webrtc-ip-handling-policy': 'disable_non_proxied_udp',
  };
  for (const [name, value] of Object.entries(switches)) app.commandLine.appendSwitch(name, value);
  app.on('web-contents-created', (_event, contents) => hardenContents(contents));
  app.on('certificate-error', (event, _contents, _url, _error, _certificate, answer) => {
    event.preventDefault();
    answer(false);
  });
  for (const name of ['login', 'select-client-certificate'] as const) {
    app.on(name as 'login', (event) => event.preventDefault());
  }
}

/** The window's session: kept in memory, serves the page, lets nothing else through. */
export function hardenedSession(page: string): Session {
  const own = session.fromPartition('sidedoor');
  own.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  own.setPermissionCheckHandler(() => false);
  own.setDevicePermissionHandler(() => false);
  own.setCertificateVerifyProc((_request, answer) => answer(-2));
  own.setSpellCheckerEnabled(false);
  own.setSpellCheckerDictionaryDownloadURL(`${ORIGIN}/none/`);
  own.webRequest.onBeforeRequest(({ url }, answer) => answer({ cancel: !isAllowed(url) }));
  own.on('will-download', (event) => event.preventDefault());
  const files = readPageFiles(page);
  const headers = pageHeaders();
  own.protocol.handle(SCHEME, (request) => {
    const url = new URL(request.url);
    const file =
      url.host === 'app' && url.search === '' && request.method === 'GET' ? files.get(url.pathname) : undefined;
    if (!file) return new Response('there is nothing here', { status: 404, headers });
    return new Response(file.bytes, { headers: { ...headers, 'Content-Type': file.type } });
  });
  return own;
}

/** `blob:` and `data:` are made by the page itself; developer tools exist in a checkout only. */
export function isAllowed(url: string): boolean {
  return (
    isOwnPage(url) ||
    url.startsWith(`blob:${ORIGIN}/`) ||
    url.startsWith('data:') ||
    (!app.isPackaged && url.startsWith('devtools:'))
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

function hardenContents(contents: WebContents): void {
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('will-attach-webview', (event) => event.preventDefault());
  const stay = (event: { preventDefault(): void }, url: string): void => {
    if (!isOwnPage(url)) event.preventDefault();
  };
  contents.on('will-navigate', stay);
  contents.on('will-redirect', stay);
  contents.on('will-frame-navigate', (event) => stay(event, event.url));
  for (const name of ['select-bluetooth-device', 'select-hid-device', 'select-serial-port', 'select-usb-device']) {
    contents.on(name as 'select-bluetooth-device', (event) => event.preventDefault());
  }
}

/** Is this message from the page's main frame, in the window that we made? */
export function isFromPage(event: IpcMainEvent | IpcMainInvokeEvent, window: WebContents | null): boolean {
  const frame = event.senderFrame;
  return (
    window !== null && event.sender === window && frame !== null && frame === window.mainFrame && isOwnPage(frame.url)
  );
}
