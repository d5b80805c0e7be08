/** The application's menu. Entries ask the page for a command of its palette; the page knows whether it can. */
import { basename } from 'node:path';
import { app, Menu, type MenuItemConstructorOptions } from 'electron';

export interface MenuDeeds {
  /** Paths of cases opened lately, newest first. */
  recent: readonly string[];
  open(path: string): void;
  forget(): void;
  showLog(): void;
}

const MOST_RECENT = 10;

export function buildMenu(ask: (command: string) => void, deeds: MenuDeeds): Menu {
  const item = (label: string, command: string, accelerator?: string): MenuItemConstructorOptions => ({
    label,
    accelerator,
    click: () => ask(command),
  });
  const line: MenuItemConstructorOptions = { type: 'separator' };
  return Menu.buildFromTemplate([
    ...(process.platform === 'darwin' ? [{ role: 'appMenu' } as const] : []),
    {
      label: '&File',
      submenu: [
        item('New case…', 'case.new', 'CmdOrCtrl+N'),
        item('Open case…', 'case.open', 'CmdOrCtrl+O'),
        { label: 'Open recent', submenu: recentItems(deeds) },
        item('Open demo case', 'case.demo'),
        line,
        item('Import files…', 'import.files', 'CmdOrCtrl+I'),
        item('Import folder…', 'import.folder', 'CmdOrCtrl+Shift+I'),
        line,
        item('Write report…', 'export.report'),
        item('Seal case file…', 'export.bundle'),
        item('Verify case', 'case.verify'),
        line,
        item('Print…', 'view.print', 'CmdOrCtrl+P'),
        line,
        { role: process.platform === 'darwin' ? 'close' : 'quit' },
      ],
    },
    { role: 'editMenu' },
    {
      label: '&View',
      submenu: [
        item('Commands…', 'palette.open', 'CmdOrCtrl+K'),
        item('Find…', 'edit.find', 'CmdOrCtrl+F'),
        line,
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { role: 'togglefullscreen' },
        // In a checkout only: a packaged window has no developer tools.
        ...(app.isPackaged ? [] : [line, { role: 'toggleDevTools' } as const]),
      ],
    },
    { role: 'windowMenu' },
    {
      label: '&Help',
      submenu: [
        item('Manual', 'help.manual', 'F1'),
        item('Keyboard shortcuts', 'help.shortcuts'),
        line,
        item('Credits and licences', 'help.credits'),
        { label: 'Show log in folder', click: deeds.showLog },
      ],
    },
  ]);
}

/** By name, with the folder where two have one name. */
function recentItems({ recent, open, forget }: MenuDeeds): MenuItemConstructorOptions[] {
  const shown = recent.slice(0, MOST_RECENT);
  if (shown.length === 0) return [{ label: 'No cases yet', enabled: false }];
  const names = shown.map((path) => basename(path));
  return [
    ...shown.map((path, i) => ({
      // An ampersand would be taken for the mark of a key.
      label: (names.indexOf(names[i]!) === names.lastIndexOf(names[i]!) ? names[i]! : path).replaceAll('&', '&&'),
      click: () => open(path),
    })),
    { type: 'separator' },
    { label: 'Forget this list', click: forget },
  ];
}
