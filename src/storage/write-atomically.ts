import type { FileHandle } from 'node:fs/promises';
import { hostFiles } from './host-files.ts';

/**
 * Writes a file so that, whenever the process or the machine stops, there is either the file of before or the new
 * one, whole: written beside it, flushed to the disk, and renamed.
 */
export async function writeAtomically(path: string, content: string | Uint8Array): Promise<void> {
  const { dirname, open, rename, rm } = await hostFiles();
  const beside = `${path}.writing`;
  try {
    await withHandle(await open(beside, 'w'), async (file) => {
      await file.writeFile(content);
      await file.sync();
    });
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
  // the new name itself; not every system lets a folder be flushed
  await open(dirname(path), 'r').then(
    (folder) => withHandle(folder, (handle) => handle.sync().catch(() => {})),
    () => {},
  );
}

async function withHandle(
  handle: FileHandle,
  use: (handle: FileHandle) => Promise<void>,
): Promise<void> {
  try {
    await use(handle);
  } finally {
    await handle.close();
  }
}
