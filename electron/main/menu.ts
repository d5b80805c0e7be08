/** The application's menu. Entries ask the page for a command of its palette; the page knows whether it can. */
import { app, Menu, type MenuItemConstructorOptions } from 'electron';

export function buildMenu(ask: (command: string) => void): Menu {
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
    { label: '&Help', submenu: [item('Manual', 'help.manual', 'F1'), item('Keyboard shortcuts', 'help.shortcuts')] },
  ]);
}
