/** The checklist where no Electron is at hand: what our code would set, and what it never says. */
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import {
  isAllowed,
  isOwnPage,
  ORIGIN,
  SCHEME_PRIVILEGES,
  SWITCHES,
  WEB_PREFERENCES,
} from '../../electron/main/hardening';

type Handler = (...args: never[]) => unknown;

/** An Electron that notes what it was told. */
const fake = vi.hoisted(() => {
  const makeSession = () => {
    const told: Record<string, unknown[]> = {};
    const on: Record<string, (...args: never[]) => unknown> = {};
    const note =
      (name: string) =>
      (...args: unknown[]) =>
        (told[name] = args);
    return {
      told,
      events: on,
      on: (name: string, handler: (...args: never[]) => unknown) => {
        on[name] = handler;
      },
      webRequest: { onBeforeRequest: note('onBeforeRequest') },
      protocol: { handle: note('handle') },
      ...Object.fromEntries(
        [
          'setPermissionRequestHandler', 'setPermissionCheckHandler', 'setDevicePermissionHandler', 'setDisplayMediaRequestHandler',
          'setCertificateVerifyProc', 'setSpellCheckerEnabled', 'setSpellCheckerDictionaryDownloadURL', 'setProxy',
        ].map((name) => [name, note(name)]),
      ), // biome-ignore format: one list
    };
  };
  const appEvents: Record<string, (...args: never[]) => unknown> = {};
  const called: string[] = [];
  const switches: Record<string, string | undefined> = {};
  return {
    appEvents,
    called,
    switches,
    makeSession,
    own: makeSession(),
    other: makeSession(),
    app: {
      isPackaged: true,
      commandLine: {
        hasSwitch: () => true,
        appendSwitch: (name: string, value?: string) => {
          switches[name] = value;
        },
      },
      enableSandbox: () => void called.push('enableSandbox'),
      configureHostResolver: (how: object) => void called.push(`resolver ${JSON.stringify(how)}`),
      on: (name: string, handler: (...args: never[]) => unknown) => {
        appEvents[name] = handler;
      },
    },
  };
});
vi.mock('electron', () => ({
  app: fake.app,
  session: { defaultSession: fake.other, fromPartition: () => fake.own },
}));

const security = await import('../../electron/main/security');
const ROOT = join(__dirname, '..', '..');

/** Our own code of the hosts and the page, comments left out. */
function code(folder: string): { file: string; text: string }[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return code(path);
    if (!/\.(ts|tsx|mjs|html)$/.test(entry.name) || entry.name.includes('.test.')) return [];
    const text = readFileSync(join(ROOT, path), 'utf8').replace(/\/\*[\s\S]*?\*\/|(^|\s)\/\/.*$/gm, '');
    return [{ file: path, text }];
  });
}
const hosts = ['electron/main', 'electron/preload', 'electron/host', 'electron/web'].flatMap(code);
const pages = code('renderer');
const saying = (files: typeof hosts, what: RegExp): string[] =>
  files.filter(({ text }) => what.test(text)).map(({ file }) => file);

beforeAll(() => {
  const page = mkdtempSync(join(tmpdir(), 'sidedoor-page-'));
  const html = '<!doctype html><title>page</title>';
  writeFileSync(join(page, 'index.html'), html);
  const hash = `sha256-${createHash('sha256').update(html).digest('base64')}`;
  writeFileSync(
    join(page, 'built.json'),
    JSON.stringify({ files: { 'index.html': hash }, scripts: ['sha256-YQ=='], styles: ['sha256-Yg=='] }),
  );
  security.hardenProcess();
  security.hardenedSession(page); // reads the page's files once
  rmSync(page, { recursive: true });
});

describe('configuration', () => {
  it('1 loads nothing remote: the window loads its own scheme, the page names no other address', () => {
    expect(saying(hosts, /\.loadURL\((?!`\$\{ORIGIN\}\/`\))|loadFile\(/)).toEqual([]);
    expect(saying(pages, /(?:src|href|url)\s*[=(]\s*["'`{]*https?:/)).toEqual([]);
    for (const url of [
      'https://example.com/',
      'http://127.0.0.1/',
      'ws://x/',
      'file:///etc/passwd',
      'ftp://x',
      'sidedoor://other/',
      'blob:https://x/1',
      'devtools://devtools/',
      'chrome://gpu',
      'x',
    ])
      expect([url, isAllowed(url, true)]).toEqual([url, false]);
    for (const url of [`${ORIGIN}/`, `${ORIGIN}/assets/a.js`, `blob:${ORIGIN}/1`, 'data:image/png,x'])
      expect([url, isAllowed(url, true)]).toEqual([url, true]);
  });

  it('2, 3, 4, 6, 8, 9, 10, 11 says each preference in full', () => {
    expect(WEB_PREFERENCES).toEqual({
      sandbox: true, contextIsolation: true, nodeIntegration: false, nodeIntegrationInWorker: false, nodeIntegrationInSubFrames: false,
      webSecurity: true, allowRunningInsecureContent: false, experimentalFeatures: false, webviewTag: false, spellcheck: false,
      enableWebSQL: false, plugins: false, navigateOnDragDrop: false, safeDialogs: true,
    }); // biome-ignore format: one list
    const windows = saying(hosts, /new (BrowserWindow|BrowserView|WebContentsView|BaseWindow)\(/);
    expect(windows).toEqual(['electron/main/window.ts']);
    expect(readFileSync(join(ROOT, 'electron/main/window.ts'), 'utf8')).toContain('...WEB_PREFERENCES');
    expect(saying(hosts, /BlinkFeatures/)).toEqual([]);
  });

  it('4 turns the sandbox on for the whole program, whatever a packaged one is started with', () => {
    expect(fake.called).toContain('enableSandbox');
  });

  it.each([
    ['own', fake.own],
    ['default', fake.other],
  ] as const)('5 the %s session denies every permission and device', (_name, session) => {
    const told = session.told as Record<string, [Handler]>;
    const answered: unknown[] = [];
    const answer = ((value: unknown) => void answered.push(value)) as never;
    for (const permission of [
      'media',
      'geolocation',
      'notifications',
      'midiSysex',
      'clipboard-read',
      'openExternal',
      'whatever',
    ])
      told.setPermissionRequestHandler![0]({} as never, permission as never, answer);
    expect(answered).toEqual(Array(7).fill(false));
    expect(told.setPermissionCheckHandler![0]()).toBe(false);
    expect(told.setDevicePermissionHandler![0]()).toBe(false);
    told.setDisplayMediaRequestHandler![0]({} as never, answer);
    told.setCertificateVerifyProc![0]({} as never, answer);
    expect(answered.slice(7)).toEqual([{}, -2]);
    const prevented: string[] = [];
    const event = (name: string) => ({ preventDefault: () => prevented.push(name) }) as never;
    for (const name of ['select-hid-device', 'select-serial-port', 'select-usb-device', 'will-download'])
      (session.events[name] as Handler)(event(name), {} as never, answer);
    expect(prevented).toEqual(['select-hid-device', 'select-serial-port', 'select-usb-device', 'will-download']);
  });

  it('5 a session that nobody asked for is closed as well', () => {
    const made = fake.makeSession();
    (fake.appEvents['session-created'] as Handler)(made as never);
    expect(Object.keys(made.told)).toEqual(expect.arrayContaining(['setPermissionRequestHandler', 'onBeforeRequest']));
  });

  it('7 sends a policy with each answer that lets nothing run but our own files', async () => {
    const [, handle] = (fake.own.told as unknown as { handle: [string, (request: Request) => Response] }).handle;
    const ask = (url: string, method = 'GET'): Response => handle({ url, method } as Request);
    for (const answer of [ask(`${ORIGIN}/`), ask(`${ORIGIN}/no-such-file`)]) {
      const policy = answer.headers.get('content-security-policy')!;
      expect(policy).toMatch(/^default-src 'none'; script-src 'sha256-YQ=='; style-src 'sha256-Yg=='; /);
      expect(policy).toMatch(/require-trusted-types-for 'script'/);
      expect(policy).toMatch(
        /object-src 'none'.*frame-src 'none'.*base-uri 'none'.*form-action 'none'.*frame-ancestors 'none'/,
      );
      expect(policy).not.toMatch(/unsafe|\*|https?:|strict-dynamic/);
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    }
    expect(ask(`${ORIGIN}/`).status).toBe(200);
    for (const url of [`${ORIGIN}/?x`, `${ORIGIN}/..%2fpackage.json`, 'sidedoor://other/', `${ORIGIN}/assets/`])
      expect([url, ask(url).status]).toEqual([url, 404]);
    expect(ask(`${ORIGIN}/`, 'POST').status).toBe(404);
  });

  it('11, 12, 13, 14 refuses webviews, navigation and windows in every web contents', () => {
    const events: Record<string, Handler> = {};
    let open: Handler = () => {};
    const policies: string[] = [];
    (fake.appEvents['web-contents-created'] as Handler)(
      {} as never,
      {
        setWebRTCIPHandlingPolicy: (policy: string) => void policies.push(policy),
        setWindowOpenHandler: (handler: Handler) => {
          open = handler;
        },
        on: (name: string, handler: Handler) => {
          events[name] = handler;
        },
      } as never,
    );
    expect(policies).toEqual(['disable_non_proxied_udp']);
    expect(open({ url: 'https://example.com/' } as never)).toEqual({ action: 'deny' });
    const outcome = (name: string, url: string): boolean => {
      let isPrevented = false;
      const event = {
        url,
        preventDefault: () => {
          isPrevented = true;
        },
      };
      events[name]!(event as never, url as never, (() => {}) as never);
      return isPrevented;
    };
    for (const name of ['will-attach-webview', 'will-navigate', 'will-redirect', 'will-frame-navigate'])
      for (const url of [
        'https://example.com/',
        'file:///etc/passwd',
        'javascript:1',
        'sidedoor://other/',
        'sidedoor:app',
        'sidedoor://app.evil/',
      ])
        expect([name, url, outcome(name, url)]).toEqual([name, url, true]);
    expect(outcome('will-navigate', `${ORIGIN}/`)).toBe(false);
    expect(outcome('select-bluetooth-device', '')).toBe(true);
  });

  it('15 hands nothing to the system to open, and has no remote module, updater or crash reporter', () => {
    expect(
      saying(
        hosts,
        /openExternal|openPath|crashReporter\.start|autoUpdater|@electron\/remote|enableRemoteModule|interceptProtocol|setAsDefaultProtocolClient/,
      ),
    ).toEqual([]);
    const { dependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
      dependencies: Record<string, string>;
    };
    expect(
      Object.keys(dependencies).filter((name) => /electron|updater|sentry|analytics|telemetry/.test(name)),
    ).toEqual([]);
  });

  it('16 is built with a current Electron', () => {
    const { devDependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
      devDependencies: Record<string, string>;
    };
    expect(Number(/\d+/.exec(devDependencies.electron!)![0])).toBeGreaterThanOrEqual(45);
  });

  it('17 answers a message only from the main frame of its own window at its own address', () => {
    const main = { url: `${ORIGIN}/` };
    const contents = { mainFrame: main };
    const ask = (sender: unknown, frame: unknown): boolean =>
      security.isFromPage({ sender, senderFrame: frame } as never, contents as never);
    expect(ask(contents, main)).toBe(true);
    expect(ask(contents, { url: `${ORIGIN}/` })).toBe(false);
    expect(ask({ mainFrame: main }, main)).toBe(false);
    expect(ask(contents, null)).toBe(false);
    main.url = 'https://example.com/';
    expect(ask(contents, main)).toBe(false);
    const listening = hosts.flatMap(({ text }) => text.match(/ipcMain\.\w+\(/g) ?? []);
    const checked = hosts.flatMap(({ text }) => text.match(/isFromPage\(event, contents\)/g) ?? []);
    expect(listening.length).toBe(checked.length);
  });

  it('18 has a scheme of its own with no privilege that opens the policy, and never file://', () => {
    expect(SCHEME_PRIVILEGES).toEqual({ standard: true, secure: true, supportFetchAPI: true });
    expect(saying(hosts, /file:\/\//)).toEqual([]);
    for (const url of ['sidedoor://app/', 'sidedoor://app/x?y#z']) expect(isOwnPage(url)).toBe(true);
    for (const url of ['sidedoor://app.evil/', 'sidedoor://evil@other/', 'xsidedoor://app/', '', 'app'])
      expect(isOwnPage(url)).toBe(false);
  });

  it('20 exposes one object of named functions, never an event or ipcRenderer itself', () => {
    const [preload] = code('electron/preload');
    expect(preload!.text.match(/exposeInMainWorld\(/g)).toHaveLength(1);
    expect(preload!.text.match(/from '([^']+)'/g)).toEqual(["from 'electron'", "from '../../shared/contract/host'"]);
    expect(preload!.text).not.toMatch(/:\s*ipcRenderer\b[^.]|=>\s*ipcRenderer\b[^.]/);
  });

  it('offline: names resolve to nothing, nothing is downloaded or checked in the background', () => {
    expect(fake.switches).toMatchObject({
      'host-resolver-rules': 'MAP * ~NOTFOUND',
      'proxy-server': 'http://127.0.0.1:9',
    });
    for (const name of Object.keys(SWITCHES)) expect(name in fake.switches).toBe(true);
    expect(Object.keys(SWITCHES)).toEqual(
      expect.arrayContaining([
        'disable-component-update',
        'disable-background-networking',
        'disable-domain-reliability',
        'no-pings',
      ]),
    );
    expect(fake.called.join()).toContain('"secureDnsMode":"off"');
    for (const session of [fake.own, fake.other]) {
      const told = session.told as Record<string, unknown[]>;
      expect(told.setSpellCheckerEnabled).toEqual([false]);
      expect(String(told.setSpellCheckerDictionaryDownloadURL![0])).toMatch(/^sidedoor:/);
      const [filter] = told.onBeforeRequest as [Handler];
      const answers: unknown[] = [];
      for (const url of ['https://example.com/', 'wss://x/', `${ORIGIN}/`])
        filter({ url } as never, ((answer: unknown) => void answers.push(answer)) as never);
      expect(answers).toEqual([{ cancel: true }, { cancel: true }, { cancel: false }]);
    }
  });
});
