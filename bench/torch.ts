/** PyTorch as the peer: `peers/torch/bayes_by_backprop.py` in the shared folder, whose header says what it needs. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { sharedFolder } from './shared-folder.ts';

/** The Python that has it, and a folder with another `libblas.so.3` than the system's. */
const python = process.env.TORCH_PYTHON ?? '/usr/bin/python3';
export const otherBlas = process.env.TORCH_BLAS;

const script = join(sharedFolder(), 'peers/torch/bayes_by_backprop.py');

/** The version, or why there is none. */
export function torchVersion(): { readonly version: string } | { readonly missing: string } {
  if (!existsSync(script))
    return { missing: 'the peer is not here (CREDENCE_SHARED names its folder)' };
  const { status, stdout } = spawnSync(
    python,
    ['-c', 'import torch; print(torch.__version__.split("+")[0])'],
    { encoding: 'utf8' },
  );
  return status === 0 ? { version: stdout.trim() } : { missing: `${python} has no PyTorch` };
}

/** Milliseconds a step with one thread: the first line that the peer prints, after which it is stopped. */
export async function measureTorch(blas?: string): Promise<number> {
  const env = { ...process.env, OPENBLAS_NUM_THREADS: '1', OMP_NUM_THREADS: '1' };
  const child = spawn(python, [script], {
    env: blas === undefined ? env : { ...env, LD_LIBRARY_PATH: blas },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface({ input: child.stdout })) {
    child.kill();
    return JSON.parse(line).millisecondsPerStep;
  }
  throw new Error('the peer printed nothing');
}
