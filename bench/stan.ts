/** Stan's C++ as the peer: `peers/stan/run.sh` in the shared folder, whose header says what it needs. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface StanMeasurement {
  readonly microseconds: number;
  /** Without constants, at the first reference point, to six digits. */
  readonly logDensity: number;
}

export type StanResult =
  | { readonly cases: ReadonlyMap<string, StanMeasurement> }
  /** Why there are no measurements. */
  | { readonly missing: string };

/** Runs the peer once; the first time it compiles its models, which takes minutes. */
export function measureStan(): StanResult {
  const script = join(sharedFolder(), 'peers/stan/run.sh');
  if (!existsSync(script))
    return { missing: 'the peer is not here (CREDENCE_SHARED names its folder)' };
  for (const tool of ['g++', 'Rscript']) {
    if (spawnSync(tool, ['--version']).status !== 0) {
      return { missing: `${tool} is not installed` };
    }
  }
  const folder = process.env.STAN_BUILD ?? join(tmpdir(), 'stan-peer');
  const { status, stdout, stderr } = spawnSync('bash', [script, 'gradients', folder], {
    encoding: 'utf8',
  });
  if (status !== 0) return { missing: `the peer failed: ${stderr.trim().split('\n').at(-1)}` };
  const cases = new Map<string, StanMeasurement>();
  for (const line of stdout.trim().split('\n')) {
    const result = JSON.parse(line);
    if ('case' in result) cases.set(result.case, result);
  }
  return { cases };
}

function sharedFolder(): string {
  return process.env.CREDENCE_SHARED ?? fileURLToPath(new URL('../../shared', import.meta.url));
}
