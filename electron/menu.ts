import type { MenuItem } from './electron.ts';
import type { Command } from './ipc/contract.ts';
import type { Words } from './words.ts';

/** The application's menu. What the window does itself is sent to it; accelerators show its keys and are its own. */
export function menuTemplate(words: Words, isMac: boolean, send: (command: Command) => void): MenuItem[] {
  const item = (command: Command, accelerator?: string): MenuItem => ({
    label: words[command],
    click: () => send(command),
    ...(accelerator ? { accelerator, registerAccelerator: false } : {}),
  });
  const separator: MenuItem = { type: 'separator' };
  return [
    ...(isMac ? [{ role: 'appMenu' } as const] : []),
    {
      label: words.file,
      submenu: [
        item('newTask'),
        item('palette', 'CmdOrCtrl+K'),
        item('settings'),
        ...(isMac ? [] : [separator, { role: 'quit' } as const]),
      ],
    },
    { role: 'editMenu' },
    {
      label: words.view,
      submenu: [
        item('search'),
        separator,
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        separator,
        { role: 'togglefullscreen' },
      ],
    },
    { role: 'windowMenu' },
    { label: words.help, submenu: [item('shortcuts')] },
  ];
}
