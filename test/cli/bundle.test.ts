/** The bundled command as it is installed: built by the first step of `npm run build`, run by Node. */
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { version } from '../../src/version.ts';
import { files } from './files.ts';
import { folderOf, type Result } from './terminal.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const bundle = mkdtempSync(join(tmpdir(), 'credence-bundle-'));
afterAll(() => rmSync(bundle, { recursive: true }));

function build(): void {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const steps: string[] = scripts.build.split(' && ');
  const words = steps
    .find((step) => step.startsWith('esbuild '))!
    .split(' ')
    .slice(1);
  const redirected = words.map((word: string) =>
    word.startsWith('--outdir=') ? `--outdir=${bundle}` : word,
  );
  execFileSync(join(root, 'node_modules/.bin/esbuild'), redirected, { cwd: root });
}
build();

const at = folderOf(files);

interface Child extends Result {
  readonly signal: NodeJS.Signals | null;
}

/** @param whenHeard called with the process once it has written to standard error */
function run(words: string[], input?: string, whenHeard?: (pid: number) => void): Promise<Child> {
  const child = spawn(process.execPath, [join(bundle, 'credence.js'), ...words]);
  let out = '';
  let err = '';
  child.stdout.on('data', (data) => {
    out += data;
  });
  child.stderr.on('data', (data) => {
    if (err === '') whenHeard?.(child.pid!);
    err += data;
  });
  if (input !== undefined) child.stdin.end(input);
  return new Promise((resolve) => {
    child.on('close', (code, signal) => resolve({ code: code ?? -1, signal, out, err }));
  });
}

describe('the bundled command', () => {
  it('starts', async () => {
    expect(await run(['--version'])).toMatchObject({ code: 0, out: `credence ${version}\n` });
    expect(await run(['chekc'])).toMatchObject({ code: 1, out: '' });
  }, 20_000);

  it('fits, and writes JSON alone to standard output', async () => {
    const words = ['fit', at('mean.bayes'), '--data', '-', '--json', '--method', 'laplace'];
    const { code, out, err } = await run(words, files['y.csv']);
    expect([code, err]).toEqual([0, '']);
    expect(JSON.parse(out).parameters.m.mean).toBeCloseTo(6 / 4.25, 1);
  }, 20_000);

  it('has no colours where nobody looks', async () => {
    const { code, err } = await run(['check', at('wrong.bayes')]);
    expect(code).toBe(1);
    expect(err).not.toContain('\u001b');
  }, 20_000);

  it('ends with 130 when it is interrupted while it waits for input', async () => {
    // the warning of the model says that it has begun
    const words = ['fit', at('prior.bayes'), '--data', '-'];
    const { code, err } = await run(words, undefined, (pid) => process.kill(pid, 'SIGINT'));
    expect(code).toBe(130);
    expect(err).toMatch(/interrupted\n$/);
  }, 20_000);

  it('ends with 130 when it is interrupted while it works', async () => {
    const words = ['fit', at('prior.bayes'), '--draws', '3000000', '--method', 'laplace'];
    const interrupt = (pid: number) => setTimeout(() => process.kill(pid, 'SIGINT'), 300);
    const { code, out, err } = await run(words, undefined, interrupt);
    expect([code, out]).toEqual([130, '']);
    expect(err).toMatch(/interrupted\n$/);
  }, 60_000);

  it('does not mind a reader that leaves', async () => {
    const words = ['fit', at('many.bayes'), '--json', '--method', 'laplace', '--quiet'];
    const child = spawn(process.execPath, [join(bundle, 'credence.js'), ...words]);
    child.stdout.destroy();
    let err = '';
    child.stderr.on('data', (data) => {
      err += data;
    });
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect([code, err]).toEqual([0, '']);
  }, 20_000);
});
