/** The one window. */
import { BrowserWindow, type Session } from 'electron';
import { ORIGIN } from './security';

export function openWindow(options: {
  session: Session;
  preload: string;
  version: string;
  devTools: boolean;
}): BrowserWindow {
  const { session, preload, version, devTools } = options;
  const window = new BrowserWindow({
    title: 'Sidedoor',
    width: 1440,
    height: 900,
    minWidth: 1024,
    minHeight: 640,
    show: false,
    backgroundColor: '#101418',
    webPreferences: {
      session,
      preload,
      devTools,
      additionalArguments: [`--sidedoor-version=${version}`],
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
      plugins: false,
      navigateOnDragDrop: false,
      safeDialogs: true,
    },
  });
  window.once('ready-to-show', () => window.show());
  void window.loadURL(`${ORIGIN}/`);
  return window;
}
