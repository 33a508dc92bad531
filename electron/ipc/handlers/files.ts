import { rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ElectronPort } from '../../electron.ts';
import { safeExternalUrl } from '../../security/external-url.ts';
import type { Handlers } from '../handle.ts';

/** Calls that reach the person's files and other programs. */
export function fileHandlers(
  { app, dialog, shell }: Pick<ElectronPort, 'app' | 'dialog' | 'shell'>,
  places: { dataFolder: () => string | null; logFile: string },
): Pick<Handlers, 'openExternal' | 'saveFile' | 'showDataFolder' | 'showLog'> {
  return {
    async openExternal(text) {
      const url = safeExternalUrl(text);
      if (url !== null) await shell.openExternal(url);
      return url !== null;
    },
    async saveFile({ name, content }) {
      const defaultPath = path.join(app.getPath('downloads'), path.basename(name));
      const { canceled, filePath } = await dialog.showSaveDialog({ defaultPath });
      if (canceled || filePath === '') return false;
      await writeWhole(filePath, content);
      return true;
    },
    async showDataFolder() {
      const folder = places.dataFolder();
      if (folder !== null) await shell.openPath(folder);
      return null;
    },
    showLog() {
      shell.showItemInFolder(places.logFile);
      return null;
    },
  };
}

/** Writes beside and renames, so that a full disk never leaves half of an export under its name. */
async function writeWhole(file: string, content: string): Promise<void> {
  const beside = `${file}.part`;
  try {
    await writeFile(beside, content);
    await rename(beside, file);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}
