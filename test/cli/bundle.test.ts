/** The bundled command as it is installed: built as `npm run build` does, run by Node. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { bundlePackage } from '../../build/bundle.ts';
import { version } from '../../src/version.ts';
import { Client } from '../language-server/client.ts';
import { files } from './files.ts';
import { folderOf, type Result } from './terminal.ts';

const bundle = mkdtempSync(join(tmpdir(), 'credence-bundle-'));
afterAll(() => rmSync(bundle, { recursive: true }));

const cache = join(bundle, 'cache');
const env = { ...process.env, XDG_CACHE_HOME: cache };
await bundlePackage(bundle);

const at = folderOf(files);

interface Child extends Result {
  readonly signal: NodeJS.Signals | null;
}

/** @param whenHeard called with the process once it has written to standard error */
function run(words: string[], input?: string, whenHeard?: (pid: number) => void): Promise<Child> {
  const child = spawn(process.execPath, [join(bundle, 'credence.js'), ...words], { env });
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

  it('serves editors', async () => {
    const words = [join(bundle, 'credence.js'), 'language-server', '--stdio'];
    const client = new Client(process.execPath, words);
    const hello = { processId: null, rootUri: null, capabilities: {} };
    const { serverInfo } = await client.ask('initialize', hello);
    expect(serverInfo).toEqual({ name: 'credence', version });
    await client.ask('shutdown');
    client.tell('exit');
    expect(await client.exited).toBe(0);
    expect(client.errors).toBe('');
    expect(await run(['language-server'])).toMatchObject({ code: 1, out: '' });
  }, 20_000);

  it('reads signs beyond ASCII as its source does', async () => {
    const { err } = await run(['check', '-'], 'let α = 3 − 2');
    expect(err).toContain('this is a typographic dash, not a minus sign');
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
    const child = spawn(process.execPath, [join(bundle, 'credence.js'), ...words], { env });
    child.stdout.destroy();
    let err = '';
    child.stderr.on('data', (data) => {
      err += data;
    });
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect([code, err]).toEqual([0, '']);
  }, 20_000);

  it('keeps its compiled code, which several may write at once and which may be damaged', async () => {
    const folder = join(cache, 'credence');
    rmSync(folder, { recursive: true, force: true });
    const words = ['simulate', at('mean.bayes'), '--data', at('y.csv'), '--draws', '100'];
    const [first, ...others] = await Promise.all([run(words), run(words), run(words)]);
    expect(first).toMatchObject({ code: 0, err: '' });
    // characters beyond ASCII come through
    expect(first.out).toContain('───');
    for (const other of others) expect(other).toEqual(first);
    const [name, ...rest] = readdirSync(folder);
    expect(rest).toEqual([]);
    const path = join(folder, name);
    const bytes = readFileSync(path);
    expect(bytes.length).toBeGreaterThan(100_000);
    expect(await run(words)).toEqual(first);
    expect(readFileSync(path).equals(bytes)).toBe(true);
    for (let k = bytes.length >> 1; k < bytes.length; k += 1000) bytes[k] ^= 1;
    writeFileSync(path, bytes);
    expect(await run(words)).toEqual(first);
    expect(readFileSync(path).equals(bytes)).toBe(false);
  }, 60_000);
});
