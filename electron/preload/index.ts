/**
 * The page's only window to this machine: named functions, cloned data, and the engine's port. Runs in the sandbox, in
 * a world of its own; imports electron and nothing else.
 */
import { contextBridge, ipcRenderer, webUtils } from 'electron';
import type { Host, PickedFile } from '../../shared/contract/host';

type Ask = Parameters<Parameters<Host['onAsk']>[0]>[0];

const question = <T>(method: string, input?: unknown): Promise<T> =>
  ipcRenderer.invoke('host', method, input) as Promise<T>;

const listeners = new Set<(ask: Ask) => void>();
let isReady = false;
ipcRenderer.on('host:ask', (_event, ask: Ask) => {
  for (const listener of listeners) listener(ask);
});
ipcRenderer.on('engine:port', (event) => {
  window.postMessage({ sidedoor: 'port' }, location.origin, event.ports);
});
ipcRenderer.on('engine:lost', (_event, { restarted }: { restarted: boolean }) => {
  window.postMessage({ sidedoor: 'engine-lost', restarted }, location.origin);
});

/**
 * Where a dropped file lies; empty for a file that a script made, and for what only looks like a file: the page cannot
 * name a path. Newer runtimes ask `webUtils`, older ones the browser's own getter (an object could have any `path`).
 */
function pathOf(file: unknown): string {
  if (!(file instanceof File)) return '';
  if (webUtils) return webUtils.getPathForFile(file);
  const getter = Object.getOwnPropertyDescriptor(File.prototype, 'path')?.get;
  return String(getter?.call(file) ?? '');
}

const os = process.platform;
const host = {
  platform: 'electron',
  os: os === 'linux' || os === 'darwin' || os === 'win32' ? os : 'other',
  version: process.argv.find((arg) => arg.startsWith('--sidedoor-version='))?.split('=')[1] ?? '',
  pickFiles: (options) => question('pickFiles', options),
  dropped: (files): Promise<PickedFile[]> => question('dropped', [...files].map(pathOf)),
  saveTarget: (options) => question('saveTarget', options),
  newCase: (options) => question('newCase', options),
  demoCase: () => question('demoCase'),
  recent: () => question('recent'),
  mapFiles: () => question('mapFiles'),
  reveal: (ref) => question('reveal', { ref }),
  print: () => question('print'),
  copyText: (text) => question('copyText', { text }),
  onAsk(listener) {
    listeners.add(listener);
    if (!isReady) void question('ready');
    isReady = true;
    return () => void listeners.delete(listener);
  },
  connectEngine: () => ipcRenderer.send('engine:connect'),
  restartEngine: () => question('restartEngine'),
} satisfies Host & { connectEngine(): void; restartEngine(): Promise<boolean> };

contextBridge.exposeInMainWorld('sidedoorHost', host);
