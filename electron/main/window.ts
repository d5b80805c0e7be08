/** The one window: opens where it was closed, and keeps its place when it closes. */
import { join } from 'node:path';
import { BrowserWindow, type Session, screen } from 'electron';
import { placeOfWindow, readWindowState, SMALLEST, writeWindowState } from '../host/window-state';
import { ORIGIN, WEB_PREFERENCES } from './hardening';

export function openWindow(options: {
  session: Session;
  preload: string;
  version: string;
  devTools: boolean;
  /** Folder of the program's own state. */
  folder: string;
}): BrowserWindow {
  const { session, preload, version, devTools } = options;
  const file = join(options.folder, '.window.json');
  const kept = readWindowState(file);
  const main = screen.getPrimaryDisplay();
  const others = screen.getAllDisplays().filter(({ id }) => id !== main.id);
  const window = new BrowserWindow({
    title: 'Sidedoor',
    ...placeOfWindow(
      kept,
      [main, ...others].map(({ workArea }) => workArea),
    ),
    minWidth: SMALLEST.width,
    minHeight: SMALLEST.height,
    show: false,
    backgroundColor: '#101418',
    webPreferences: {
      session,
      preload,
      devTools,
      additionalArguments: [`--sidedoor-version=${version}`],
      ...WEB_PREFERENCES,
    },
  });
  if (kept?.isMaximized) window.maximize();
  window.webContents.once('did-finish-load', () => window.webContents.setZoomLevel(kept?.zoom ?? 0));
  window.once('ready-to-show', () => window.show());
  window.on('close', () =>
    writeWindowState(file, {
      ...window.getNormalBounds(),
      isMaximized: window.isMaximized(),
      zoom: window.webContents.getZoomLevel(),
    }),
  );
  void window.loadURL(`${ORIGIN}/`);
  return window;
}
