/**
 * What keeps the window closed to the world. Four layers, because each alone was measured to leak: the resolver rule
 * (prefetch, preconnect and STUN names never pass webRequest), the request filter, the WebRTC policy, the handlers.
 */

import { app, type IpcMainEvent, type IpcMainInvokeEvent, type Session, session, type WebContents } from 'electron';
import { readPage } from '../host/page-files';
import { pageHeaders } from '../host/page-headers';
import { isAllowed, isOwnPage, ORIGIN, SCHEME, SWITCHES } from './hardening';

/** Before the application is ready. */
export function hardenProcess(): void {
  // Chromium's sandbox cannot start as root; the desktop's tests run so, with a switch that packaged builds ignore.
  if (app.isPackaged || !app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  for (const [name, value] of Object.entries(SWITCHES)) app.commandLine.appendSwitch(name, value ?? undefined);
  app.on('web-contents-created', (_event, contents) => hardenContents(contents));
  // Also a session that nobody asked for, like the runtime's own default one.
  app.on('session-created', (made) => closeSession(made));
  app.on('certificate-error', (event, _contents, _url, _error, _certificate, answer) => {
    event.preventDefault();
    answer(false);
  });
  for (const name of ['login', 'select-client-certificate'] as const) {
    app.on(name as 'login', (event) => event.preventDefault());
  }
}

/** The window's session: kept in memory, serves the page, lets nothing else through. After the application is ready. */
export function hardenedSession(page: string): Session {
  // By default Chromium may ask names over HTTPS, past the system's resolver.
  app.configureHostResolver({
    enableBuiltInResolver: false,
    secureDnsMode: 'off',
    enableAdditionalDnsQueryTypes: false,
  });
  closeSession(session.defaultSession);
  const own = session.fromPartition('sidedoor');
  closeSession(own);
  const { files, hashes } = readPage(page);
  const headers = pageHeaders(hashes);
  own.protocol.handle(SCHEME, (request) => {
    const url = new URL(request.url);
    const file =
      url.host === 'app' && url.search === '' && request.method === 'GET' ? files.get(url.pathname) : undefined;
    if (!file) return new Response('there is nothing here', { status: 404, headers });
    return new Response(file.bytes, { headers: { ...headers, 'Content-Type': file.type } });
  });
  return own;
}

const closed = new WeakSet<Session>();

/** Denies whatever a page of this session could ask of the machine or the network. */
function closeSession(own: Session): void {
  if (closed.has(own)) return;
  closed.add(own);
  own.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  own.setPermissionCheckHandler(() => false);
  own.setDevicePermissionHandler(() => false);
  own.setDisplayMediaRequestHandler((_request, answer) => answer({}));
  for (const name of ['select-hid-device', 'select-serial-port', 'select-usb-device'] as const) {
    own.on(name as 'select-hid-device', (event, _details, answer) => {
      event.preventDefault();
      answer(null);
    });
  }
  own.setCertificateVerifyProc((_request, answer) => answer(-2));
  own.setSpellCheckerEnabled(false);
  own.setSpellCheckerDictionaryDownloadURL(`${ORIGIN}/none/`);
  own.webRequest.onBeforeRequest(({ url }, answer) => answer({ cancel: !isAllowed(url, app.isPackaged) }));
  own.on('will-download', (event) => event.preventDefault());
  void own.setProxy({ mode: 'fixed_servers', proxyRules: 'http://127.0.0.1:9' });
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
  contents.on('select-bluetooth-device', (event, _devices, answer) => {
    event.preventDefault();
    answer('');
  });
}

/** Is this message from the page's main frame, in the window that we made? */
export function isFromPage(event: IpcMainEvent | IpcMainInvokeEvent, window: WebContents | null): boolean {
  const frame = event.senderFrame;
  return (
    window !== null && event.sender === window && frame !== null && frame === window.mainFrame && isOwnPage(frame.url)
  );
}
