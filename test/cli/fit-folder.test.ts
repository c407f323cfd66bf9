import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Checkpoint } from '../../src/api/checkpoint.ts';
import { ShareLine } from '../../src/cli/progress.ts';
import { RunFolder } from '../../src/cli/run-folder.ts';
import type { Terminal } from '../../src/cli/terminal.ts';
import { byQuickClock } from '../quick-clock.ts';
import { files } from './files.ts';
import { folderOf, run } from './terminal.ts';

const at = folderOf(files);
const words = (folder: string, ...more: string[]) => [
  'fit',
  at('schools.bayes'),
  '--data',
  at('schools.csv'),
  '--method',
  'nuts',
  '--chains',
  '2',
  '--out',
  at(folder),
  '--quiet',
  '--json',
  ...more,
];

describe('fit --out', () => {
  it('saves the fit, from which its draws are exported', async () => {
    const { code } = await run(words('saved', '--draws', '50'));
    expect([0, 2]).toContain(code);
    const arviz = await run(['export', at('saved'), '--format', 'arviz']);
    const { posterior, dims, coords, sample_stats } = JSON.parse(arviz.out);
    expect(posterior.mu).toHaveLength(2);
    expect(posterior.theta[0]).toHaveLength(50);
    expect(dims.theta).toEqual(['school']);
    expect(coords.school[1]).toBe('Deerfield');
    expect(sample_stats.diverging[1]).toHaveLength(50);
    const csv = ['export', at('saved'), '--format', 'stan-csv'];
    const refused = await run(csv);
    expect([refused.code, refused.err]).toEqual([
      1,
      'error: the fit has 2 chains, which become one file each: give --out NAME.csv\n',
    ]);
    expect((await run([...csv, '--out', at('draws.csv')])).code).toBe(0);
    const lines = readFileSync(at('draws_2.csv'), 'utf8').trim().split('\n');
    expect(lines.filter((line) => !line.startsWith('#'))).toHaveLength(51);
    expect(Number(lines.at(-1)!.split(',')[7])).toBe(posterior.mu[1][49]);
  });

  it('interrupted, keeps what was done, and resumed gives the same numbers', async () => {
    const length = ['--draws', '3000', '--workers', '1'];
    const whole = JSON.parse((await run(words('whole', ...length))).out);
    const interruption = new AbortController();
    // when there is something to go on from
    const look = setInterval(() => {
      if (existsSync(at('part/checkpoint.json'))) interruption.abort(new Error('interrupted'));
    }, 5);
    const { code, err } = await byQuickClock(() =>
      run(words('part', ...length), { signal: interruption.signal }),
    );
    clearInterval(look);
    expect(code).toBe(130);
    expect(err).toContain('the same command with --resume goes on from there');
    expect(readdirSync(at('part'))).toEqual(['checkpoint.json']);

    const anew = await run(words('part', ...length));
    expect([anew.code, anew.err]).toEqual([1, expect.stringContaining('--resume goes on with it')]);
    const other = await run(words('part', ...length, '--seed', '9', '--resume'));
    expect([other.code, other.err]).toEqual([
      1,
      expect.stringContaining('the default seed, not 9'),
    ]);
    const resumed = JSON.parse((await run(words('part', ...length, '--resume'))).out);
    expect(resumed.parameters).toEqual(whole.parameters);
    expect(resumed.outputs).toEqual(whole.outputs);
    expect(existsSync(at('part/checkpoint.json'))).toBe(false);

    const done = await run(words('part', ...length, '--resume'));
    expect([done.code, done.err]).toEqual([
      1,
      expect.stringContaining('there is nothing to resume'),
    ]);
  }, 60_000);

  it('says what is wrong with the folder before anything is run', async () => {
    const { code, err } = await run(words('y.json'));
    expect([code, err]).toEqual([1, `error: ${at('y.json')}: is a file, not a folder\n`]);
    const without = await run(['fit', at('schools.bayes'), '--resume']);
    expect(without.err).toBe('error: --resume goes on with a run in the folder of --out DIR\n');
    const none = await run(['export', at('nowhere'), '--format', 'arviz']);
    expect([none.code, none.err]).toEqual([1, expect.stringContaining('holds no fit')]);
  });
});

describe('the folder of a run', () => {
  it('ends the run where it can no longer be written', async () => {
    const path = at('gone');
    const { settings } = await RunFolder.open(path, false);
    const checkpoint = { version: 'any' } as unknown as Checkpoint;
    rmSync(path, { recursive: true });
    writeFileSync(path, 'a file in its place');
    const offers = byQuickClock(async () => {
      // what is offered is written once a second; each look at the clock is ten milliseconds
      for (;;) {
        settings.onCheckpoint!(checkpoint);
        await new Promise((resolve) => setTimeout(resolve, 0));
      }
    });
    await expect(offers).rejects.toThrow(`${path}: is a file, not a folder`);
  });
});

describe('lines that are written over', () => {
  it('are no longer than the terminal is wide', () => {
    const written: string[] = [];
    const err = (text: string) => void written.push(text);
    const terminal = { err, interactive: true, width: 24 } as Terminal;
    new ShareLine(terminal, 'a prediction of many draws and rows', false).show(0.5);
    const [line] = written;
    expect(line.replace('\r\u001b[2K', '')).toHaveLength(23);
    new ShareLine({ ...terminal, interactive: false }, 'work', false).show(0.5);
    expect(written).toHaveLength(1);
  });
});
