/** The page's questions to this machine: each opens a dialog and answers with tokens, never with paths. */
import { basename } from 'node:path';
import { type BrowserWindow, clipboard, dialog, type OpenDialogOptions, shell } from 'electron';
import type { PickedFile } from '../../shared/contract/host';
import { type CaseHome, fileName } from '../host/case-home';
import type { Tokens } from '../host/tokens';

const PICK: Record<string, OpenDialogOptions> = {
  evidence: { title: 'Import exports', properties: ['openFile', 'multiSelections'] },
  folder: { title: 'Import a folder of exports', properties: ['openDirectory', 'multiSelections'] },
  case: { title: 'Open a case', properties: ['openDirectory'] },
  bundle: {
    title: 'Open a sealed case file',
    properties: ['openFile'],
    filters: [{ name: 'Sealed case file', extensions: ['zip', 'sidedoor'] }],
  },
  tiles: {
    title: 'Choose map tiles',
    properties: ['openFile'],
    filters: [{ name: 'Map tiles', extensions: ['pmtiles', 'mbtiles'] }],
  },
};

/** Characters: a selection of rows, not a case. */
const MAX_COPY = 5_000_000;

/** Each takes what the page sent, as it came: the page may have been taken over. */
export type HostMethods = Record<string, (input: unknown) => unknown>;

export function hostMethods(window: BrowserWindow, tokens: Tokens, home: CaseHome): HostMethods {
  const openCase = (path: string): PickedFile => {
    home.remember(path);
    return tokens.grant(path, 'write');
  };
  const saveDialog = async (defaultPath: string, extension: string): Promise<string | null> => {
    const filters = extension ? [{ name: extension.toUpperCase(), extensions: [extension] }] : [];
    const { canceled, filePath } = await dialog.showSaveDialog(window, { defaultPath, filters });
    return canceled || !filePath ? null : filePath;
  };
  return {
    async pickFiles(input) {
      const kind = text(input, 'kind');
      const options = PICK[kind];
      if (!options || !Object.hasOwn(PICK, kind)) throw new Error('no such kind of file');
      const defaultPath = kind === 'case' ? home.folder : undefined;
      const { canceled, filePaths } = await dialog.showOpenDialog(window, { ...options, defaultPath });
      if (canceled) return [];
      if (kind === 'tiles') for (const path of filePaths) home.rememberMap(path);
      return filePaths.map((path) => (kind === 'case' ? openCase(path) : tokens.grant(path, 'read')));
    },
    async saveTarget(input) {
      const extension = text(input, 'extension').replace(/[^a-z0-9.]/gi, '');
      const stem = fileName(text(input, 'name')) || 'export';
      const path = await saveDialog(
        extension && !stem.endsWith(`.${extension}`) ? `${stem}.${extension}` : stem,
        extension,
      );
      return path && tokens.grant(path, 'write');
    },
    async newCase(input) {
      const path = await saveDialog(home.newCase(text(input, 'name')), 'sidedoor');
      return path && openCase(path);
    },
    demoCase: () => tokens.grant(home.demo(), 'write'),
    mapFiles: () => home.maps().map((path) => tokens.grant(path, 'read')),
    recent: () => home.recent().map((path) => tokens.grant(path, 'write')),
    reveal(input) {
      const path = tokens.path(text(input, 'ref'), 'write');
      if (path) shell.showItemInFolder(path);
    },
    print: () => new Promise<void>((resolve) => window.webContents.print({}, () => resolve())),
    copyText(input) {
      clipboard.writeText(text(input, 'text', MAX_COPY));
    },
    /** Paths of files dropped on the window, resolved by the preload; the page itself cannot call this. */
    dropped(input) {
      if (!Array.isArray(input)) throw new Error('paths expected');
      const paths = input.filter((path): path is string => typeof path === 'string' && path.length > 0);
      return paths.map((path) => tokens.grant(path, 'read', basename(path)));
    },
  };
}

function text(input: unknown, field: string, max = 500): string {
  const value = (input as Record<string, unknown> | null)?.[field];
  if (typeof value !== 'string' || value.length > max) throw new Error(`${field} must be a short text`);
  return value;
}
