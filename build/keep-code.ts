import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { fileURLToPath } from 'node:url';

const models = fileURLToPath(new URL('../models', import.meta.url));
const model = join(models, 'eight-schools/eight-schools.bayes');
const data = join(models, 'eight-schools/eight-schools.csv');

/** What people do first; the other verbs keep their code in the user's folder. */
const commands = [
  ['check', model],
  ['fit', model, '--data', data, '--method', 'nuts'],
];

/** Runs the built command and leaves the code that it compiled beside it, for the Node that builds. */
export function keepCode(dist: string): void {
  const cache = mkdtempSync(join(tmpdir(), 'credence-code-'));
  const env: NodeJS.ProcessEnv = { ...process.env, XDG_CACHE_HOME: cache };
  delete env.NODE_DISABLE_COMPILE_CACHE;
  try {
    for (const words of commands) {
      execFileSync(execPath, [join(dist, 'credence.js'), ...words], { env, stdio: 'pipe' });
    }
    cpSync(join(cache, 'credence'), dist, { recursive: true });
  } finally {
    rmSync(cache, { recursive: true });
  }
}
