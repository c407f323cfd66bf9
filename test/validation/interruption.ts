/**
 * Kills a fit that saves its state at random moments, by a signal that cannot be caught, and goes on with it: the
 * folder must hold a valid checkpoint or none, and in the end the very bytes of a fit without interruption.
 *
 *   npm run validate:interruption [-- KILLS]      200 unless said
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Random } from '../../src/random/random.ts';
import { readCheckpoint } from '../../src/storage/fit-folder.ts';

const kills = Number(process.argv[2] ?? 200);
const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'credence-kill-'));
const random = Random.fromSeed(1);

function start(out: string, resume: boolean): ChildProcess {
  const model = ['fit', 'models/radon/radon.bayes', '--data', 'models/radon/radon.csv'];
  const options = ['--method', 'nuts', '--draws', '3000', '--quiet', '--out', out];
  return spawn(
    process.execPath,
    ['dist/credence.js', ...model, ...options, ...(resume ? ['--resume'] : [])],
    { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] },
  );
}

const ended = (child: ChildProcess): Promise<number | null> =>
  new Promise((resolve) => child.on('exit', resolve));

const drawsOf = (out: string): Buffer => {
  const [name] = readdirSync(out).filter((file) => file.startsWith('draws-'));
  return readFileSync(join(out, name));
};

const whole = join(folder, 'whole');
const started = performance.now();
if ((await ended(start(whole, false))) !== 0) throw new Error('the fit itself failed');
const expected = drawsOf(whole);
const wholeMs = performance.now() - started;
console.log(`without interruption: ${(wholeMs / 1000).toFixed(1)} s`);

let killed = 0;
let runs = 0;
let withCheckpoint = 0;
while (killed < kills) {
  const out = join(folder, `run-${runs++}`);
  for (;;) {
    const checkpoint = await readCheckpoint(out);
    if (checkpoint !== undefined) withCheckpoint += 1;
    const child = start(out, existsSync(out));
    const done = ended(child);
    // late enough that runs end, early enough that most are killed several times
    const timer = setTimeout(
      () => {
        if (killed < kills) child.kill('SIGKILL');
      },
      random.uniform() * 0.6 * wholeMs,
    );
    const code = await done;
    clearTimeout(timer);
    if (code === 0) break;
    if (code !== null) throw new Error(`exit code ${code} after ${killed} kills`);
    killed += 1;
  }
  if (!drawsOf(out).equals(expected)) throw new Error(`run ${runs} has other draws`);
  rmSync(out, { recursive: true });
}
rmSync(folder, { recursive: true });
console.log(
  `${killed} kills in ${runs} runs, ${withCheckpoint} of them gone on from a checkpoint: every run gave the same bytes`,
);
