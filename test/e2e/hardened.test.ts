/** The real window, sandboxed, under a page that was taken over: each item of the checklist, attacked. */
import { execFileSync } from 'node:child_process';
import { chownSync, readFileSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { WEB_PREFERENCES } from '../../electron/main/hardening';
import { display } from './display';
import { oktaLines } from './exports';
import { bringCode, INJECTED, injectedOutcome, SECOND_SCRIPT, SECOND_STYLE } from './foreign-code';
import { IS_ROOT, missingForSandbox, openShell, type Shell, type Staged, stage, tree } from './hardened';
import { scratchFolder, sidedoor } from './programs';

const electron = inject('electron');
const missing = !electron ? 'no Electron runtime' : !display ? 'no display' : missingForSandbox();
if (missing) console.error(`SKIPPED: the hardened window (${missing})`);

describe.skipIf(missing)('the hardened window', () => {
  const { folder, remove } = scratchFolder();
  let staged: Staged;
  let shell: Shell;
  let home = '';
  /** Whatever the page reaches on this machine would reach this. */
  let bait: Server;
  let caught = 0;
  const baitPort = (): number => (bait.address() as AddressInfo).port;

  beforeAll(async () => {
    bait = createServer((socket) => {
      caught++;
      socket.destroy();
    });
    await new Promise<void>((done) => bait.listen(0, '127.0.0.1', done));
    staged = stage(folder, electron!);
    home = join(staged.home, 'case.sidedoor');
    const log = join(staged.home, 'system-log.json');
    writeFileSync(log, `${oktaLines(6).join('\n')}\n`);
    expect((await sidedoor('import', home, log)).code).toBe(0);
    if (IS_ROOT) execFileSync('chown', ['-R', '65534:65534', staged.home]);
    shell = await openShell(staged, display!, ['--case', home]);
  });
  afterAll(async () => {
    await shell?.app.close().catch(() => {});
    bait?.close();
    remove();
  });

  it('runs the page in the sandbox of the operating system, as an ordinary user', () => {
    const processes = tree(shell.app.process().pid!);
    const pages = processes.filter(({ command }) => command.includes('--type=renderer'));
    expect(pages.length).toBeGreaterThan(0);
    for (const { status, command } of pages) {
      expect(command).not.toContain('--no-sandbox');
      expect(status).toMatch(/^Seccomp:\s+2$/m);
      expect(status).toMatch(/^NoNewPrivs:\s+1$/m);
      expect(status).toMatch(/^NSpid:\s+\d+\s+\d+/m); // a process space of its own
      expect(status).toMatch(/^CapEff:\s+0+$/m);
    }
    for (const { status } of processes) expect(status).not.toMatch(/^Uid:\s+0\s/m);
  });

  it('was made with the preferences of the checklist, and nothing turned on beside them', async () => {
    const made = await shell.app.evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]!.webContents as unknown as {
        getLastWebPreferences(): Record<string, unknown>;
      };
      return JSON.parse(JSON.stringify(contents.getLastWebPreferences())) as Record<string, unknown>;
    });
    // A runtime tells only some of them; the rest is seen by what the page cannot do, and by test/security.
    const told = Object.entries(WEB_PREFERENCES).filter(([name]) => name in made);
    expect(told.length).toBeGreaterThan(8);
    expect(made).toMatchObject(Object.fromEntries(told));
    for (const name of ['enableBlinkFeatures', 'disableBlinkFeatures', 'nodeIntegrationInSubFrames', 'offscreen'])
      expect([name, made[name] || false]).toEqual([name, false]);
  });

  it('shows the page named functions and nothing of Node or Electron', async () => {
    const kinds = await shell.page.evaluate(() => {
      const host = (globalThis as unknown as { sidedoorHost: Record<string, unknown> }).sidedoorHost;
      const globals = ['require', 'process', 'module', 'Buffer', 'global', 'electron', 'ipcRenderer', '__dirname'];
      return {
        functions: Object.keys(host)
          .filter((name) => typeof host[name] === 'function')
          .sort(),
        values: Object.keys(host)
          .filter((name) => typeof host[name] !== 'function')
          .sort(),
        sameWorld: (host.recent as () => void).constructor === Function,
        found: globals.filter((name) => name in globalThis),
      };
    });
    expect(kinds).toEqual({
      functions: ['connectEngine', 'copyText', 'demoCase', 'dropped', 'mapFiles', 'newCase', 'onAsk', 'pickFiles', 'print', 'recent', 'restartEngine', 'reveal', 'saveTarget'], // biome-ignore format: one list
      values: ['os', 'platform', 'version'],
      sameWorld: true,
      found: [],
    });
  });

  it('denies every permission that a page can name', async () => {
    const answers = await shell.page.evaluate(async () => {
      const asked: Record<string, string> = {};
      const names = 'accelerometer ambient-light-sensor background-fetch background-sync camera clipboard-read clipboard-write display-capture geolocation gyroscope idle-detection local-fonts magnetometer microphone midi nfc notifications payment-handler persistent-storage push screen-wake-lock storage-access window-management window-placement'; // biome-ignore format: one list
      for (const name of names.split(' ')) {
        try {
          asked[name] = (await navigator.permissions.query({ name: name as PermissionName })).state;
        } catch {
          asked[name] = 'unknown';
        }
      }
      const attempt = async (name: string, run: () => unknown): Promise<void> => {
        try {
          const got = await run();
          asked[name] = got === 'denied' || got === null || got === false ? 'denied' : `got ${String(got)}`;
        } catch {
          asked[name] = 'denied';
        }
      };
      const nav = navigator as unknown as Record<string, Record<string, (input?: unknown) => Promise<unknown>>>;
      const devices = navigator.mediaDevices;
      await attempt('getUserMedia', () => devices?.getUserMedia({ audio: true, video: true }) ?? null);
      await attempt('getDisplayMedia', () => devices?.getDisplayMedia({ video: true }) ?? null);
      await attempt('notification', () => Notification.requestPermission());
      await attempt('clipboard', () => navigator.clipboard.readText());
      await attempt('midi', () => nav.requestMIDIAccess && navigator.requestMIDIAccess({ sysex: true }));
      await attempt('usb', () => nav.usb?.requestDevice?.({ filters: [] }) ?? null);
      await attempt('hid', async () => ((await nav.hid?.requestDevice?.({ filters: [] })) as unknown[])?.length > 0);
      await attempt('serial', () => nav.serial?.requestPort?.() ?? null);
      await attempt('bluetooth', () => nav.bluetooth?.requestDevice?.({ acceptAllDevices: true }) ?? null);
      await attempt('position', () => new Promise((done) => navigator.geolocation.getCurrentPosition(done, () => done(null)))); // biome-ignore format: one line
      return asked;
    });
    expect(Object.keys(answers).length).toBeGreaterThan(25);
    expect(Object.entries(answers).filter(([, state]) => state !== 'denied' && state !== 'unknown')).toEqual([]);
    expect(answers).toMatchObject({ geolocation: 'denied', notifications: 'denied', camera: 'denied', midi: 'denied' });
  });

  it('finds no address of this machine for anybody: WebRTC has no candidates', async () => {
    const found = await shell.page.evaluate(async () => {
      const peer = new RTCPeerConnection({ iceServers: [] });
      peer.createDataChannel('x');
      const candidates: string[] = [];
      const gathered = new Promise<void>((done) => {
        peer.onicecandidate = ({ candidate }) => (candidate ? candidates.push(candidate.candidate) : done());
      });
      await peer.setLocalDescription(await peer.createOffer());
      await gathered;
      peer.close();
      return candidates;
    });
    expect(found).toEqual([]);
  });

  it('serves the listed files with the policy on each, and nothing else', async () => {
    const answers = await shell.page.evaluate(async () => {
      const look = async (url: string, init?: RequestInit): Promise<[string, number | string, string | null]> => {
        try {
          const answer = await fetch(url, init);
          return [url, answer.status, answer.headers.get('content-security-policy')];
        } catch {
          return [url, 'refused', null];
        }
      };
      const bad = ['/../package.json', '/%2e%2e/%2e%2e/package.json', '/..%2f..%2fetc%2fpasswd', '/..\\..\\etc\\passwd', '/assets/', '/assets', '/index.html?x', '/index.html%00.js', '//etc/passwd', '/constructor', '/__proto__', '/package.json']; // biome-ignore format: one list
      return {
        good: await Promise.all(['/', '/index.html'].map((path) => look(`sidedoor://app${path}`))),
        bad: await Promise.all(bad.map((path) => look(`sidedoor://app${path}`))),
        post: await look('sidedoor://app/', { method: 'POST', body: 'x' }),
        others: await Promise.all(['sidedoor://other/', 'file:///etc/passwd'].map((url) => look(url))),
      };
    });
    for (const [, status, policy] of answers.good) {
      expect(status).toBe(200);
      expect(policy).toMatch(
        /^default-src 'none'; script-src ('sha256-[\w+/=]{44}' ?)+; style-src 'sha256-[\w+/=]{44}'; /,
      );
      expect(policy).not.toMatch(/unsafe|\*|https?:/);
    }
    for (const [url, status] of [...answers.bad, answers.post])
      expect([url, status === 404 || status === 'refused']).toEqual([url, true]);
    for (const [url, status] of answers.others) expect([url, status === 200]).toEqual([url, false]);
  });

  it('runs no code that is not ours: every way to bring some is refused by the policy', async () => {
    const { ran, open, violations } = await bringCode(shell.page);
    expect({ ran, open }).toEqual({ ran: [], open: [] });
    expect(violations).toBeGreaterThan(15);
  });

  it('runs nothing that comes in its own answer beside what was built: inline, a second file, a handler', async () => {
    const policy = await shell.page.evaluate(() => fetch('/').then((answer) => answer.headers.get('content-security-policy'))); // biome-ignore format: one line
    const attack = async (header: string | null): Promise<unknown> =>
      shell.app.evaluate(
        async ({ BrowserWindow, session }, told) => {
          const own = session.fromPartition(`attacked-${Math.random()}`);
          const headers = (type: string) => ({
            'Content-Type': type,
            ...(told.header && { 'Content-Security-Policy': told.header }),
          });
          own.protocol.handle('sidedoor', ({ url }) =>
            url.endsWith('.js')
              ? new Response(told.script, { headers: headers('text/javascript') })
              : url.endsWith('.css')
                ? new Response(told.style, { headers: headers('text/css') })
                : new Response(told.html, { headers: headers('text/html') }),
          );
          const other = new BrowserWindow({ show: false, webPreferences: { sandbox: true, session: own } });
          await other.loadURL('sidedoor://app/');
          const outcome = (await other.webContents.executeJavaScript(told.outcome)) as unknown;
          other.destroy();
          return outcome;
        },
        { header, html: INJECTED, script: SECOND_SCRIPT, style: SECOND_STYLE, outcome: injectedOutcome },
      );
    expect(await attack(policy)).toEqual({ ran: [], styled: false });
    // Without the policy it does run: what was tried is worth something.
    expect(await attack(null)).toMatchObject({ ran: expect.arrayContaining(['inline', 'second file', 'handler']), styled: true }); // biome-ignore format: one line
  });

  it('answers its own page only: another window with the same preload is refused', async () => {
    const preload = join(staged.root, 'dist', 'preload', 'index.cjs');
    const told = await shell.app.evaluate(async ({ BrowserWindow, session }, file) => {
      const other = new BrowserWindow({
        show: false,
        webPreferences: {
          preload: file,
          sandbox: true,
          contextIsolation: true,
          session: session.fromPartition('sidedoor'),
        },
      });
      await other.loadURL('sidedoor://app/index.html');
      const answer = (await other.webContents.executeJavaScript(
        `sidedoorHost.recent().then(() => 'answered', (thrown) => thrown.message)`,
      )) as string;
      other.destroy();
      return answer;
    }, preload);
    expect(told).toContain('not the page');
    expect(await shell.page.evaluate(() => (globalThis as unknown as { sidedoorHost: { recent(): Promise<unknown[]> } }).sidedoorHost.recent().then((list) => list.length))).toBeGreaterThan(0); // biome-ignore format: one line
  });

  it('never takes a path from the page, whatever it is dressed as', async () => {
    const told = await shell.page.evaluate(async () => {
      const host = (globalThis as unknown as { sidedoorHost: Record<string, (input: unknown) => Promise<unknown>> })
        .sidedoorHost;
      const dressed = Object.create(File.prototype, { path: { value: '/etc/passwd' }, name: { value: 'x' } });
      const own = Object.defineProperty(new File(['x'], '/etc/passwd'), 'path', { value: '/etc/passwd' });
      const lies = [[{ path: '/etc/passwd', name: 'passwd' }], ['/etc/passwd'], [dressed], [own], [{ toString: () => '/etc/passwd' }], [new Blob(['x'])]]; // biome-ignore format: one list
      const dropped: unknown[] = [];
      for (const lie of lies) dropped.push(await host.dropped!(lie).catch(() => []));
      const revealed = await host.reveal!('/etc/passwd').then(String, String);
      const kinds: unknown[] = [];
      for (const kind of ['__proto__', 'constructor', '/etc', '', null, { kind: 'case' }])
        kinds.push(await host.pickFiles!({ kind }).catch(() => 'refused'));
      return { dropped, revealed, kinds };
    });
    expect(told).toEqual({
      dropped: [[], [], [], [], [], []],
      revealed: 'undefined',
      kinds: ['refused', 'refused', 'refused', 'refused', 'refused', 'refused'],
    });
  });

  it('copies to the clipboard though the page has no permission to', async () => {
    await shell.page.evaluate(() =>
      (globalThis as unknown as { sidedoorHost: { copyText(text: string): Promise<void> } }).sidedoorHost.copyText(
        'e12',
      ),
    );
    expect(await shell.app.evaluate(({ clipboard }) => clipboard.readText())).toBe('e12');
  });

  it('has no session that is open: also the default one serves, asks and downloads nothing', async () => {
    const found = await shell.app.evaluate(async ({ session, app }) => {
      const { defaultSession } = session;
      const own = session.fromPartition('sidedoor');
      const reach = (from: Electron.Session, url: string) => from.fetch?.(url).then(() => 'reached', () => 'refused') ?? 'refused'; // biome-ignore format: one line
      return {
        persists: [own.isPersistent(), own.getStoragePath()],
        spelling: [own.isSpellCheckerEnabled(), defaultSession.isSpellCheckerEnabled()],
        proxy: [await own.resolveProxy('http://example.com/'), await defaultSession.resolveProxy('http://127.0.0.1/')],
        page: await reach(defaultSession, 'sidedoor://app/'),
        web: await reach(own, 'http://127.0.0.1:9/'),
        switches: ['host-resolver-rules', 'disable-component-update', 'no-pings'].map((name) =>
          app.commandLine.hasSwitch(name),
        ),
      };
    });
    expect(found).toEqual({
      persists: [false, null],
      spelling: [false, false],
      proxy: ['PROXY 127.0.0.1:9', expect.any(String)],
      page: 'refused',
      web: 'refused',
      switches: [true, true, true],
    });
  });

  // The driver waits for ever for a navigation that was refused: these two come last.
  it('reaches nothing: every way out of a page was tried against a listener that stayed silent', async () => {
    await shell.page.evaluate(async (port) => {
      const at = `127.0.0.1:${port}`;
      const settle = (run: () => unknown): Promise<unknown> => {
        try {
          return Promise.resolve(run()).catch(() => {});
        } catch {
          return Promise.resolve();
        }
      };
      const element = (tag: string, fields: Record<string, string>): HTMLElement => {
        const made = document.createElement(tag);
        try {
          for (const [name, value] of Object.entries(fields)) made.setAttribute(name, value);
        } catch {
          // an address that brings script is refused before it is asked for
        }
        document.body.append(made);
        return made;
      };
      const web = `http://${at}/x`;
      await settle(() => fetch(web));
      await settle(() => fetch(web, { mode: 'no-cors' }));
      await settle(() => navigator.sendBeacon(web, 'x'));
      await settle(() => new WebSocket(`ws://${at}/`));
      await settle(() => new EventSource(web));
      await settle(() => new Worker(web));
      await settle(() => new SharedWorker(web));
      await settle(() => import(/* @vite-ignore */ web));
      await settle(() => navigator.serviceWorker?.register(web));
      await settle(() => new FontFace('x', `url(${web})`).load());
      for (const rel of [
        'prefetch',
        'preconnect',
        'dns-prefetch',
        'preload',
        'modulepreload',
        'stylesheet',
        'icon',
        'manifest',
      ])
        element('link', { rel, href: web, as: 'script' });
      for (const tag of ['img', 'script', 'iframe', 'embed', 'audio', 'video', 'source', 'track', 'input'])
        element(tag, { src: web, type: tag === 'input' ? 'image' : '' });
      element('object', { data: web });
      (element('a', { href: '#', ping: web }) as HTMLAnchorElement).click();
      const form = element('form', { action: web, method: 'post' }) as HTMLFormElement;
      await settle(() => form.submit());
      const xhr = new XMLHttpRequest();
      await settle(() => {
        xhr.open('GET', web, false);
        xhr.send();
      });
      // All requests above were refused or have ended when one that may be answered is answered.
      await fetch('sidedoor://app/index.html');
    }, baitPort());
    expect(shell.page.url()).toMatch(/^sidedoor:\/\/app\/#?$/);
    expect(caught).toBe(0);
  });

  it('stays where it is: no navigation, no window, no frame, no webview', async () => {
    const tried = await shell.page.evaluate(() => {
      const opened = [
        'https://example.com/',
        'file:///etc/passwd',
        'about:blank',
        'javascript:1',
        'sidedoor://app/',
      ].map((url) => window.open(url) === null);
      const view = document.createElement('webview');
      view.setAttribute('src', 'sidedoor://app/');
      document.body.append(view);
      const isWebview = 'getWebContentsId' in view;
      view.remove();
      const frame = document.createElement('iframe');
      frame.src = 'sidedoor://app/index.html';
      document.body.append(frame);
      return { opened, isWebview };
    });
    expect(tried).toEqual({ opened: [true, true, true, true, true], isWebview: false });
    for (const url of ['https://example.com/', 'file:///etc/passwd', 'data:text/html,x', 'sidedoor://other/']) {
      await shell.page.evaluate((to) => {
        location.href = to;
      }, url);
      // A round trip through the page and the main process: what was to be refused has been.
      expect(await shell.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
      expect(shell.page.url()).toMatch(/^sidedoor:\/\/app\/#?$/);
    }
    // The frame was given a document of no origin, which has no host and no port.
    for (const frame of shell.page.frames().slice(1))
      expect(await frame.evaluate(() => 'sidedoorHost' in globalThis).catch(() => false)).toBe(false);
  });

  it('opens again where it stood, and is sharp on a screen of twice the pixels', async () => {
    await shell.app.evaluate(({ BrowserWindow }) => {
      const own = BrowserWindow.getAllWindows()[0]!;
      own.setBounds({ x: 40, y: 30, width: 1100, height: 700 });
      own.webContents.setZoomLevel(0.5);
    });
    await shell.app.close();
    const kept = join(staged.home, 'Sidedoor', '.window.json');
    expect(JSON.parse(readFileSync(kept, 'utf8'))).toMatchObject({ x: 40, y: 30, width: 1100, height: 700, zoom: 0.5 });
    writeFileSync(kept, JSON.stringify({ x: 40, y: 30, width: 1100, height: 700, zoom: 0, isMaximized: false }));
    if (IS_ROOT) chownSync(kept, 65534, 65534);
    shell = await openShell(staged, display!, ['--case', home]);
    const bounds = await shell.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.getBounds());
    expect(bounds).toEqual({ x: 40, y: 30, width: 1100, height: 700 });
    await shell.app.close();

    shell = await openShell(staged, display!, ['--force-device-scale-factor=2', '--case', home]);
    await shell.page.keyboard.press('g');
    await shell.page.keyboard.press('t');
    await shell.page.locator('canvas').first().waitFor();
    await shell.idle();
    const sharp = await shell.page.evaluate(() => ({
      ratio: devicePixelRatio,
      canvases: [...document.querySelectorAll('canvas')]
        .filter((canvas) => canvas.clientWidth > 0)
        .map((canvas) => Math.round((canvas.width / canvas.clientWidth) * 10) / 10),
      overflows: document.documentElement.scrollWidth > innerWidth,
    }));
    expect(sharp.ratio).toBe(2);
    expect(sharp.canvases.length).toBeGreaterThan(0);
    expect(new Set(sharp.canvases)).toEqual(new Set([2]));
    expect(sharp.overflows).toBe(false);
  });
});
