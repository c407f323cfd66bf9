import { mcDropout } from '../inference/mc-dropout.ts';
import { readFitFolder } from '../storage/fit-folder.ts';
import { compile } from './compile.ts';
import type { Fit } from './fit.ts';
import { forDropout } from './network-target.ts';
import { restoreFit } from './saved-fit.ts';

/**
 * The fit that `fit.save` or `credence fit --out` wrote into a folder.
 *
 * @throws StorageError where the folder holds none or cannot be read, SavedFitError where it is damaged or of
 *   another version.
 */
export async function loadFit(folder: string): Promise<Fit> {
  const { header, draws } = await readFitFolder(folder);
  return restoreFit(header, draws, ({ source, fileName }, method) => {
    const { typed } = compile(source, { fileName });
    return method === mcDropout.name ? forDropout(typed) : typed;
  });
}
