/** Stan's C++ as the peer: `peers/stan/run.sh` in the shared folder, whose header says what it needs. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sharedFolder } from './shared-folder.ts';

export interface StanMeasurement {
  readonly microseconds: number;
  /** Without constants, at the first reference point, to six digits. */
  readonly logDensity: number;
}

/** Of 4 chains one after another, 1,000 transitions of warm-up and 1,000 draws each. */
export interface StanSamples {
  readonly seconds: number;
  /** The smallest over all parameters. */
  readonly essBulkMin: number;
}

export type StanResult<T> =
  | { readonly cases: ReadonlyMap<string, T> }
  /** Why there are no measurements. */
  | { readonly missing: string };

/** Times Stan's gradients once; the first time the peer compiles its models, which takes minutes. */
export function measureStan(): StanResult<StanMeasurement> {
  return runPeer('gradients');
}

/** Runs Stan's sampler once, always with the same seeds; the first time it is compiled too. */
export function measureStanSamples(): StanResult<StanSamples> {
  return runPeer('samples');
}

function runPeer<T>(what: 'gradients' | 'samples'): StanResult<T> {
  const script = join(sharedFolder(), 'peers/stan/run.sh');
  if (!existsSync(script))
    return { missing: 'the peer is not here (CREDENCE_SHARED names its folder)' };
  for (const tool of ['g++', 'Rscript']) {
    if (spawnSync(tool, ['--version']).status !== 0) {
      return { missing: `${tool} is not installed` };
    }
  }
  const folder = process.env.STAN_BUILD ?? join(tmpdir(), 'stan-peer');
  const { status, stdout, stderr } = spawnSync('bash', [script, what, folder], {
    encoding: 'utf8',
  });
  if (status !== 0) return { missing: `the peer failed: ${stderr.trim().split('\n').at(-1)}` };
  const cases = new Map<string, T>();
  for (const line of stdout.trim().split('\n')) {
    const result = JSON.parse(line);
    if ('case' in result) cases.set(result.case, result);
  }
  return { cases };
}
