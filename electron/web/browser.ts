/**
 * Shows the one-time address in the person's browser. Every user of a machine can read what programs were started with, so
 * the address itself is never an argument: a page that only its owner can read leads there.
 */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { platform } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** How long a browser may take to read the page; the address in it counts once anyway. */
const KEPT_MS = 60_000;
const NAME = /^open-[\w-]{16}\.html$/;

/** Below the person's own folder and not hidden: a browser that is kept apart (snap) reads neither /tmp nor dot files. */
export function leadingPage(folder: string, url: string): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const name of readdirSync(folder).filter((each) => NAME.test(each))) {
    const old = join(folder, name);
    const at = statSync(old, { throwIfNoEntry: false })?.mtimeMs ?? Number.POSITIVE_INFINITY;
    if (at < Date.now() - KEPT_MS) rmSync(old, { force: true }); // of a host that was killed
  }
  const file = join(folder, `open-${randomBytes(12).toString('base64url')}.html`);
  const page = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Sidedoor</title>
<meta name="referrer" content="no-referrer"><meta http-equiv="refresh" content="0;url=${url}"></head>
<body><p><a href="${url}">Open Sidedoor</a></p></body></html>
`;
  writeFileSync(file, page, { flag: 'wx', mode: 0o600 });
  return file;
}

/** Asks the desktop to show the address; without a desktop the printed address is all there is. Returns what tidies up. */
export function openBrowser(url: string, folder: string): () => void {
  const os = platform();
  if (os === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return () => {};
  const byHand = (): void => console.error('no browser could be opened: open the address by hand');
  let file: string;
  try {
    file = leadingPage(folder, url);
  } catch {
    byHand();
    return () => {};
  }
  const remove = (): void => rmSync(file, { force: true });
  const [command, ...args] =
    os === 'darwin'
      ? ['open', file]
      : os === 'win32'
        ? ['rundll32', 'url.dll,FileProtocolHandler', pathToFileURL(file).href]
        : ['xdg-open', file];
  const child = spawn(command!, args, { stdio: 'ignore', detached: true });
  child.on('error', byHand);
  child.unref();
  setTimeout(remove, KEPT_MS).unref();
  return remove;
}
