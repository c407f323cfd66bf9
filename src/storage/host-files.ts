import { StorageError } from './storage-error.ts';

/**
 * The host's files and paths, which Node has. For a browser the package maps both modules to nothing.
 *
 * @throws StorageError where there are none.
 */
export async function hostFiles() {
  const [files, path] = await Promise.all([import('node:fs/promises'), import('node:path')]);
  if (files.open === undefined)
    throw new StorageError('fits are kept in folders, and there are none here: only Node has them');
  const { access, constants, mkdir, open, readdir, readFile, rename, rm } = files;
  const { dirname, join } = path;
  return { access, constants, mkdir, open, readdir, readFile, rename, rm, dirname, join };
}
