/**
 * A fit in a folder: `fit.json`, `model.bayes`, the draws in a file named after their content, and, as long as the
 * run is not done, `checkpoint.json`. `fit.json` is written last and names the draws, so that at every moment the
 * folder holds no fit or a whole one.
 */
import { parseExact, stringifyExact } from '../results/exact-json.ts';
import { hostFiles } from './host-files.ts';
import { StorageError } from './storage-error.ts';
import { writeAtomically } from './write-atomically.ts';

const FIT = 'fit.json';
const MODEL = 'model.bayes';
const CHECKPOINT = 'checkpoint.json';
const DRAWS = /^draws-[0-9a-f]{16}\.f64$/;

/** The parts of a saved fit that the folder's layout depends on. */
interface Saved {
  readonly header: {
    readonly origin: { readonly source: string };
    readonly draws: { readonly fingerprint: string };
  };
  readonly draws: Uint8Array<ArrayBuffer>;
}

/**
 * Makes the folder where there is none.
 *
 * @throws StorageError where nothing can be written into it.
 */
export async function prepareFolder(folder: string): Promise<void> {
  const { access, constants, mkdir } = await hostFiles();
  await explaining(folder, async () => {
    await mkdir(folder, { recursive: true });
    await access(folder, constants.W_OK);
  });
}

export async function writeFitFolder(folder: string, { header, draws }: Saved): Promise<void> {
  const { join, readdir, rm } = await hostFiles();
  await prepareFolder(folder);
  await explaining(folder, async () => {
    const drawsFile = drawsFileOf(header.draws.fingerprint);
    await writeAtomically(join(folder, drawsFile), draws);
    await writeAtomically(join(folder, MODEL), header.origin.source);
    await writeAtomically(join(folder, FIT), `${JSON.stringify(header, null, 1)}\n`);
    // of an earlier fit, and of this run
    for (const name of await readdir(folder)) {
      if ((DRAWS.test(name) && name !== drawsFile) || name === CHECKPOINT) {
        await rm(join(folder, name), { force: true });
      }
    }
  });
}

/**
 * Header and draws of the fit in a folder, as they were written.
 *
 * @throws StorageError where there is none, or it cannot be read.
 */
export async function readFitFolder(
  folder: string,
): Promise<{ readonly header: unknown; readonly draws: Uint8Array<ArrayBuffer> }> {
  const { join, readFile } = await hostFiles();
  return explaining(folder, async () => {
    const text = await readFile(join(folder, FIT), 'utf8').catch((error) => {
      if (codeOf(error) !== 'ENOENT') throw error;
      throw new StorageError(
        `${folder}: holds no fit (there is no ${FIT}); credence fit MODEL --data FILE --out ${folder} makes one`,
      );
    });
    const header = parsed(text, JSON.parse, `${folder}/${FIT}`) as Partial<Saved['header']> | null;
    const digest = header?.draws?.fingerprint;
    if (typeof digest !== 'string') throw new StorageError(`${folder}/${FIT}: is no saved fit`);
    const draws = await readFile(join(folder, drawsFileOf(digest)));
    return { header, draws: new Uint8Array(draws) };
  });
}

export async function writeCheckpoint(folder: string, checkpoint: unknown): Promise<void> {
  const { join } = await hostFiles();
  await explaining(folder, () =>
    writeAtomically(join(folder, CHECKPOINT), stringifyExact(checkpoint)),
  );
}

/** `undefined` where the folder has none. */
export async function readCheckpoint(folder: string): Promise<unknown> {
  const { join, readFile } = await hostFiles();
  return explaining(folder, async () => {
    const text = await readFile(join(folder, CHECKPOINT), 'utf8').catch((error) => {
      if (codeOf(error) === 'ENOENT') return undefined;
      throw error;
    });
    return text === undefined ? undefined : parsed(text, parseExact, `${folder}/${CHECKPOINT}`);
  });
}

export async function holdsFit(folder: string): Promise<boolean> {
  const { access, join } = await hostFiles();
  return access(join(folder, FIT)).then(
    () => true,
    () => false,
  );
}

function drawsFileOf(digest: string): string {
  return `draws-${digest}.f64`;
}

function parsed(text: string, parse: (text: string) => unknown, file: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    throw new StorageError(`${file}: is damaged (${(error as Error).message})`);
  }
}

/** Says of what the system refuses which folder it was. */
async function explaining<T>(folder: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const reasons: Readonly<Record<string, string>> = {
      ENOENT: 'a file that belongs to it is missing',
      ENOTDIR: 'is a file, not a folder',
      EEXIST: 'is a file, not a folder',
      EACCES: 'may not be read or written',
      EPERM: 'may not be read or written',
      EROFS: 'cannot be written to',
      ENOSPC: 'the disk is full',
    };
    const reason = reasons[codeOf(error) ?? ''];
    throw reason === undefined ? error : new StorageError(`${folder}: ${reason}`);
  }
}

function codeOf(error: unknown): string | undefined {
  return (error as { code?: string } | null)?.code;
}
