/** The web host: static page, the host's few questions, and the relay to the engine. Listens on 127.0.0.1 only. */
import { createReadStream, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { platform } from 'node:os';
import { basename } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { WebSocketServer } from 'ws';
import { memoryPair } from '../../shared/rpc/memory-port';
import type { ToEngine } from '../../shared/rpc/message';
import { CaseHome, fileName } from '../host/case-home';
import { readPage } from '../host/page-files';
import { pageHeaders } from '../host/page-headers';
import { Tokens } from '../host/tokens';
import { type EngineProcess, supervise } from '../supervise';
import { Guard, type Refusal } from './guard';
import { isAnotherUser } from './peer';
import { pagePort } from './socket';
import { UploadError, Uploads } from './uploads';

export interface WebHostOptions {
  /** Folder of the built page. */
  page: string;
  fork: () => EngineProcess;
  version: string;
  home?: CaseHome;
  /** What the first page is asked to do: open this case folder, or show the demo. */
  start?: { case: string } | 'demo' | null;
  /** Ends the host when no page has been connected for so long. */
  idleMs?: number;
  /** Who acts until somebody says otherwise; by default the system's user, unconfirmed. */
  actor?: { name: string; confirmed: boolean };
}

export interface WebHost {
  port: number;
  /** A new address that lets one browser in, once. */
  invite(): string;
  close(): Promise<void>;
  /** Settles when the host has ended, by `close` or by being idle. */
  ended: Promise<void>;
}

const MAX_JSON_BYTES = 64 * 1024;
const MAX_FRAME_BYTES = 16 * 1024 * 1024; // the largest input is a notebook of 2 million characters
const IDLE_MS = 15 * 60_000;

type Answer = Record<string, unknown>;

class Refused extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly code = 'bad-input',
  ) {
    super(message);
  }
}

export async function startWebHost(options: WebHostOptions): Promise<WebHost> {
  const { files, hashes } = readPage(options.page);
  const home = options.home ?? new CaseHome();
  const uploads = new Uploads();
  const server = createServer({ requestTimeout: 0, headersTimeout: 10_000 }); // uploads may take long, headers may not
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', resolve);
    });
  } catch (thrown) {
    uploads.dispose();
    throw thrown;
  }
  const { port } = server.address() as AddressInfo;
  const guard = new Guard(port);
  const headers = pageHeaders(hashes, [`ws://${guard.host}`]);
  const supervisor = supervise(options.fork);
  if (options.actor) supervisor.control({ control: 'actor', ...options.actor });
  const tokens = new Tokens((message) => supervisor.control(message));

  const openCase = (path: string) => {
    home.remember(path);
    return tokens.grant(path, 'write');
  };
  let asks: Answer[] =
    options.start === 'demo'
      ? [{ command: 'case.demo' }]
      : options.start
        ? [{ open: openCase(options.start.case) }]
        : [];

  const get: Record<string, () => Answer> = {
    '/host/info': () => {
      const told = asks;
      asks = [];
      const os = platform();
      return {
        platform: 'web',
        os: os === 'linux' || os === 'darwin' || os === 'win32' ? os : 'other',
        version: options.version,
        asks: told,
      };
    },
    '/host/maps': () => ({ files: home.maps().map((path) => tokens.grant(path, 'read')) }),
    '/host/recent': () => ({ files: home.recent().map((path) => tokens.grant(path, 'write')) }),
    '/host/engine': () => ({ running: supervisor.process() !== null, lines: supervisor.lines() }),
  };
  const post: Record<string, (body: Answer) => Answer> = {
    '/host/folder': (body) => {
      const { path, folder } = uploads.makeFolder(text(body, 'name'));
      return { ...tokens.grant(path, 'read'), folder };
    },
    '/host/save': (body) => {
      const extension = text(body, 'extension').replace(/[^a-z0-9.]/gi, '');
      const stem = fileName(text(body, 'name')) || 'export';
      const name = extension && !stem.endsWith(`.${extension}`) ? `${stem}.${extension}` : stem;
      return { ...tokens.grant(uploads.target(name), 'write') };
    },
    '/host/new-case': (body) => ({ ...openCase(home.newCase(text(body, 'name'))) }),
    '/host/demo': () => ({ ...tokens.grant(home.demo(), 'write') }),
    '/host/restart': () => {
      supervisor.restart();
      return { running: supervisor.process() !== null };
    },
  };

  /** Asked once for each connection: a secret that leaked is of no use to another user. */
  const strangers = new WeakMap<Socket, boolean>();
  const refuse = (request: IncomingMessage, asked: Parameters<Guard['refuse']>[0]): Refusal | null => {
    const { socket } = request;
    let isStranger = strangers.get(socket);
    if (isStranger === undefined) {
      isStranger = isAnotherUser(port, socket.remotePort ?? 0);
      strangers.set(socket, isStranger);
    }
    return isStranger ? { status: 403, why: 'another user of this machine asks' } : guard.refuse(asked);
  };

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const method = request.method ?? 'GET';
    const url = new URL(request.url ?? '/', guard.origin);
    const opening = url.pathname.startsWith('/open/') && method === 'GET';
    const refusal = refuse(request, { method, headers: request.headers, opening });
    if (refusal) return sayPlain(response, refusal.status, refusal.why);
    if (opening) {
      if (guard.hasCookie(request.headers)) return redirect(response, {});
      const cookie = guard.redeem(url.pathname.slice('/open/'.length));
      if (!cookie) return sayPlain(response, 403, 'this address was used already; start Sidedoor again for a new one');
      return comeIn(request, response, cookie);
    }
    if (method === 'GET') {
      const file = files.get(url.pathname);
      if (file) {
        const length = file.bytes.length;
        response.writeHead(200, { ...headers, 'Content-Type': file.type, 'Content-Length': length }).end(file.bytes);
        return;
      }
      const question = Object.hasOwn(get, url.pathname) ? get[url.pathname] : undefined;
      if (question) return sayJson(response, 200, question());
      if (url.pathname === '/host/download') return download(response, url.searchParams.get('ref') ?? '');
    } else if (method === 'POST') {
      if (url.pathname === '/host/upload') return upload(request, response, url.searchParams);
      const question = Object.hasOwn(post, url.pathname) ? post[url.pathname] : undefined;
      if (question) return sayJson(response, 200, question(await readJson(request)));
    } else throw new Refused(405, 'no such method');
    throw new Refused(404, 'there is nothing here', 'not-found');
  };

  const upload = async (request: IncomingMessage, response: ServerResponse, query: URLSearchParams): Promise<void> => {
    // A form of another site cannot send this type without asking first, and it is never allowed.
    if (request.headers['content-type'] !== 'application/octet-stream') {
      throw new Refused(415, 'Content-Type must be application/octet-stream');
    }
    const length = request.headers['content-length'];
    const folder = query.get('folder');
    const path = await uploads.receive(request, {
      name: query.get('name') ?? '',
      folder,
      bytes: length === undefined ? null : Number(length),
    });
    sayJson(response, 200, folder === null ? { ...tokens.grant(path, 'read') } : { name: basename(path) });
  };

  const download = async (response: ServerResponse, ref: string): Promise<void> => {
    const path = tokens.path(ref, 'write');
    // Only what was written below our own folder: a case folder is also granted for writing.
    if (!path?.startsWith(uploads.root)) throw new Refused(404, 'no such download', 'not-found');
    const name = encodeURIComponent(basename(path)).replace(/['()*]/g, (char) => `%${char.charCodeAt(0).toString(16)}`);
    await sendFile(response, path, {
      'Content-Type': 'application/octet-stream',
      'Content-Disposition': `attachment; filename*=UTF-8''${name}`,
    });
  };

  const sendFile = async (response: ServerResponse, file: string, more: Record<string, string>): Promise<void> => {
    const stat = statSync(file, { throwIfNoEntry: false });
    if (!stat?.isFile()) throw new Refused(404, 'nothing has been written there', 'not-found');
    response.writeHead(200, { ...headers, ...more, 'Content-Length': stat.size });
    await pipeline(createReadStream(file), response);
  };
  /** A page that led here came from a file: its visitor gets the strict cookie back only from a page of our own. */
  const comeIn = (request: IncomingMessage, response: ServerResponse, cookie: string): void => {
    const site = request.headers['sec-fetch-site'];
    if (site === undefined || site === 'none') {
      redirect(response, { 'Set-Cookie': cookie });
      return;
    }
    const page =
      '<!doctype html><meta charset="utf-8"><title>Sidedoor</title><meta http-equiv="refresh" content="0;url=/">';
    response.writeHead(200, { ...headers, 'Content-Type': 'text/html; charset=utf-8', 'Set-Cookie': cookie }).end(page);
  };

  const redirect = (response: ServerResponse, more: Record<string, string>): void => {
    response.writeHead(303, { ...headers, ...more, Location: '/' }).end();
  };
  const sayJson = (response: ServerResponse, status: number, body: Answer): void => {
    response.writeHead(status, { ...headers, 'Content-Type': 'application/json' }).end(JSON.stringify(body));
  };
  const sayPlain = (response: ServerResponse, status: number, why: string): void => {
    response.writeHead(status, { ...headers, 'Content-Type': 'text/plain; charset=utf-8' }).end(`Sidedoor: ${why}\n`);
  };

  server.on('request', (request, response) => {
    answer(request, response).catch((thrown: unknown) => {
      if (response.headersSent) return void response.destroy();
      const known = thrown instanceof Refused || thrown instanceof UploadError;
      if (!known) console.error(`web host: ${thrown instanceof Error ? thrown.stack : String(thrown)}`);
      const status = known ? thrown.status : 500;
      const code = thrown instanceof Refused ? thrown.code : known ? 'unreadable' : 'internal';
      const message = known ? thrown.message : 'the web host failed; its log says why';
      // The rest of a refused upload is not read: the connection ends with the answer.
      response.setHeader('Connection', 'close');
      sayJson(response, status, { error: { code, message } });
    });
  });

  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_FRAME_BYTES, perMessageDeflate: false });
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    const refusal =
      refuse(request, { method: 'GET', headers: request.headers, upgrade: true }) ??
      (request.url === '/engine' ? null : { status: 404, why: 'there is nothing here' }) ??
      (supervisor.process() ? null : { status: 503, why: 'the engine is not running' });
    if (refusal) {
      socket.end(`HTTP/1.1 ${refusal.status} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    sockets.handleUpgrade(request, socket, head, (page) => {
      supervisor.attach(pagePort(page));
      watchIdle();
      page.on('close', watchIdle);
    });
  });

  let timer: NodeJS.Timeout | undefined;
  const watchIdle = (): void => {
    clearTimeout(timer);
    if (sockets.clients.size === 0) timer = setTimeout(() => void endIfIdle(), options.idleMs ?? IDLE_MS);
  };
  /** A job goes on without a page; the host stays as long as one does. */
  const endIfIdle = async (): Promise<void> => {
    if (sockets.clients.size === 0 && !(await hasJobs())) return close();
    watchIdle();
  };
  const hasJobs = (): Promise<boolean> =>
    new Promise((resolve) => {
      const [asking, engine] = memoryPair();
      const told = (busy: boolean): void => {
        resolve(busy); // first: closing tells once more
        clearTimeout(late);
        asking.close();
      };
      // An engine that is too busy to answer works; one that is gone closes the port.
      const late = setTimeout(() => told(true), 5_000);
      asking.onClose(() => told(false));
      asking.onMessage((raw) => {
        const { t, id, output } = raw as { t?: string; id?: number; output?: unknown };
        if (id === 1) told(t === 'ok' && Array.isArray(output) && output.length > 0);
      });
      supervisor.attach(engine);
      asking.send({ t: 'call', id: 1, method: 'jobs.list', input: {} } satisfies ToEngine);
    });

  let closing: Promise<void> | null = null;
  let tellEnded = (): void => {};
  const ended = new Promise<void>((resolve) => {
    tellEnded = resolve;
  });
  const close = (): Promise<void> => {
    closing ??= (async () => {
      clearTimeout(timer);
      for (const page of sockets.clients) page.close(1001, 'the host ends');
      await supervisor.stop();
      server.close();
      server.closeAllConnections();
      for (const page of sockets.clients) page.terminate();
      uploads.dispose();
      tellEnded();
    })();
    return closing;
  };
  watchIdle();
  return { port, invite: () => guard.invite(), close, ended };
}

function text(body: Answer, field: string): string {
  const value = body[field];
  if (typeof value !== 'string' || value.length > 500) throw new Refused(400, `${field} must be a short text`);
  return value;
}

async function readJson(request: IncomingMessage): Promise<Answer> {
  // Asking for this type makes browsers ask first on behalf of other sites, and we never allow it.
  if (request.headers['content-type'] !== 'application/json') {
    throw new Refused(415, 'Content-Type must be application/json');
  }
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_JSON_BYTES) throw new Refused(413, 'too much was said');
    chunks.push(chunk);
  }
  try {
    const body: unknown = JSON.parse(Buffer.concat(chunks).toString());
    if (body !== null && typeof body === 'object' && !Array.isArray(body)) return body as Answer;
  } catch {
    // answered below
  }
  throw new Refused(400, 'the body must be a JSON object');
}
