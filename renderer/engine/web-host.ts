/** The abilities of the local web host (electron/web/README.md), as a `Host`: requests to this page's own origin only. */
import type { Host, PickedFile } from '../../shared/contract/host';
import { SidedoorError } from '../../shared/rpc/errors';
import type { Port } from '../../shared/rpc/port';
import { websocketPort } from '../../shared/rpc/websocket-port';
import { beginWork } from '../ui/idle';

type Ask = Parameters<Parameters<Host['onAsk']>[0]>[0];

/** The engine's end: JSON over a web socket of the same origin. */
export function webPort(): Port {
  return websocketPort(new WebSocket(`ws://${location.host}/engine`));
}

/** Starts the engine again after it died twice. */
export async function restartWebEngine(): Promise<void> {
  await post('/host/restart', {});
}

export async function webHost(): Promise<Host> {
  const info = await ask<{ os: string; version: string; asks: Ask[] }>('/host/info');
  const os = (['linux', 'darwin', 'win32'] as const).find((name) => name === info.os) ?? 'other';
  const asks = [...(info.asks ?? [])];
  return {
    platform: 'web',
    os,
    version: info.version,
    async pickFiles({ kind }) {
      // A browser cannot name a folder in place; cases are chosen from those the host knows (`recent`).
      if (kind === 'case') return [];
      const files = await choose(kind === 'folder', kind === 'tiles' ? '.pmtiles,.mbtiles' : '');
      return upload(files);
    },
    dropped: (files) => upload(files),
    saveTarget: (options) => post<PickedFile>('/host/save', options),
    newCase: (options) => post<PickedFile>('/host/new-case', options),
    demoCase: () => post<PickedFile>('/host/demo', {}),
    mapFiles: async () => (await ask<{ files: PickedFile[] }>('/host/maps')).files,
    recent: async () => (await ask<{ files: PickedFile[] }>('/host/recent')).files,
    async reveal(ref) {
      const link = document.createElement('a');
      link.href = `/host/download?ref=${encodeURIComponent(ref)}`;
      link.download = '';
      document.body.append(link);
      link.click();
      link.remove();
    },
    print: async () => window.print(),
    onAsk(listener) {
      // What the starter wanted is told once, to the first listener.
      let live = true;
      queueMicrotask(() => {
        if (live) for (const one of asks.splice(0)) listener(one);
      });
      return () => {
        live = false;
      };
    },
  };
}

/** The browser's own file dialog; empty when the person cancels. */
function choose(folder: boolean, accept = ''): Promise<File[]> {
  return new Promise((resolve) => {
    const input = document.createElement('input');
    input.type = 'file';
    input.accept = accept;
    input.multiple = true;
    input.webkitdirectory = folder;
    input.hidden = true;
    const done = (files: File[]): void => {
      input.remove();
      resolve(files);
    };
    input.addEventListener('change', () => done([...(input.files ?? [])]));
    input.addEventListener('cancel', () => done([]));
    document.body.append(input);
    input.click();
  });
}

/** Streams files to the host; those of one folder stay together and are imported as that folder. */
async function upload(files: File[]): Promise<PickedFile[]> {
  const picked: PickedFile[] = [];
  const folders = new Map<string, Promise<PickedFile & { folder: string }>>();
  for (const file of files) {
    const path = file.webkitRelativePath || file.name;
    const top = path.includes('/') ? path.slice(0, path.indexOf('/')) : null;
    if (top === null) {
      picked.push(await send(`/host/upload?name=${encodeURIComponent(path)}`, file));
      continue;
    }
    let folder = folders.get(top);
    if (!folder) {
      folder = post<PickedFile & { folder: string }>('/host/folder', { name: top });
      folders.set(top, folder);
      const { ref, name } = await folder;
      picked.push({ ref, name });
    }
    const { folder: id } = await folder;
    await send(`/host/upload?name=${encodeURIComponent(path)}&folder=${encodeURIComponent(id)}`, file);
  }
  return picked;
}

const send = (url: string, file: File): Promise<PickedFile> =>
  ask(url, { method: 'POST', headers: { 'Content-Type': 'application/octet-stream' }, body: file });

const post = <T>(url: string, body: unknown): Promise<T> =>
  ask(url, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });

async function ask<T>(url: string, init?: RequestInit): Promise<T> {
  const end = beginWork();
  try {
    const response = await fetch(url, { credentials: 'same-origin', ...init });
    const answer = (await response.json().catch(() => null)) as { error?: { message?: string; fix?: string } } | null;
    if (!response.ok) {
      throw new SidedoorError('unreadable', answer?.error?.message ?? `the host answered ${response.status}`, {
        fix: answer?.error?.fix ?? 'start Sidedoor again and open the address that it prints',
      });
    }
    return answer as T;
  } finally {
    end();
  }
}
