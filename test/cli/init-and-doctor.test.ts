import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { version } from '../../src/version.ts';
import { columnsOf } from '../models/read-model.ts';
import { folderOf, run } from './terminal.ts';

const at = folderOf({});

describe('init', () => {
  it('writes a model that fits its data as its README says', async () => {
    const folder = at('new/project');
    const { code, out, err } = await run(['init', folder]);
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain(`cd ${folder}\n  credence fit model.bayes --data data.csv\n`);
    expect(readdirSync(folder).sort()).toEqual(['README.md', 'data.csv', 'model.bayes']);

    const readme = readFileSync(`${folder}/README.md`, 'utf8');
    const commands = [...readme.matchAll(/^credence (.*)$/gm)].map(([, words]) => words.split(' '));
    expect(commands.map(([verb]) => verb)).toEqual(['check', 'fit', 'predict', 'report']);
    for (const [verb, ...words] of commands) {
      const here = words.map((word) =>
        /^(model\.|data\.|first|report\.)/.test(word) ? `${folder}/${word}` : word,
      );
      const result = await run([verb, ...here, ...(verb === 'fit' ? ['--json'] : [])]);
      expect([result.code, result.err.match(/^(error|warning).*/m)]).toEqual([0, null]);
      if (verb !== 'fit') continue;
      const { parameters, outputs } = JSON.parse(result.out);
      // lm(dist ~ I(speed - 15), cars) in R: 41.4075 ± 2.1793 and 3.9324 ± 0.4155, at 20 mph 61.0693
      expect(Math.abs(parameters.at_15.mean - 41.4075)).toBeLessThan(0.5);
      expect(Math.abs(parameters.slope.mean - 3.9324)).toBeLessThan(0.1);
      expect(Math.abs(outputs.at_20.mean - 61.0693)).toBeLessThan(1);
    }
  }, 60_000);

  it('has the data of R', async () => {
    await run(['init', at('data')]);
    const [header, ...rows] = readFileSync(at('data/data.csv'), 'utf8').trim().split('\n');
    const { speed, distance } = columnsOf('stopping-distance/cars.csv');
    expect(header).toBe('speed,distance');
    expect(rows).toEqual(speed.map((value, k) => `${value},${distance[k]}`));
  });

  it('never overwrites', async () => {
    mkdirSync(at('used'));
    writeFileSync(at('used/model.bayes'), 'mine');
    const { code, out, err } = await run(['init', at('used')]);
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain('used/model.bayes is there already; nothing was written');
    expect(readdirSync(at('used'))).toEqual(['model.bayes']);
    expect(readFileSync(at('used/model.bayes'), 'utf8')).toBe('mine');
  });

  it('says where it cannot write', async () => {
    writeFileSync(at('file'), '');
    expect((await run(['init', at('file')])).err).toMatch(/is a file, not a folder\n$/);
    expect((await run(['init', 'a', 'b'])).err).toContain('one folder, not also b');
  });
});

describe('doctor', () => {
  it('finds what every installation has, and says what to install for the rest', async () => {
    const { code, out, err } = await run(['doctor', '--json']);
    expect([code, err]).toEqual([0, '']);
    const found = JSON.parse(out);
    expect(found).toMatchObject({ version, node: process.version });
    const { parts } = found;
    expect(Object.keys(parts)).toEqual([
      'node',
      'compiled engine',
      'threads',
      'code cache',
      'tfjs tensorflow',
      'tfjs wasm',
      'tfjs cpu',
      'tfjs webgpu',
    ]);
    for (const name of ['node', 'compiled engine', 'tfjs wasm', 'tfjs cpu'])
      expect([name, parts[name].available]).toEqual([name, true]);
    expect(parts['tfjs webgpu']).toMatchObject({ available: false });
    expect(parts['tfjs webgpu'].message).toContain('npm install @tensorflow/tfjs-backend-webgpu');
  }, 60_000);

  it('fits into 80 columns', async () => {
    const { code, out } = await run(['doctor']);
    expect(code).toBe(0);
    expect(out).toMatch(/^ {2}yes {2}compiled engine /m);
    expect(out).toMatch(/^ {2}no {3}tfjs webgpu /m);
    expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  }, 60_000);

  it('takes no words', async () => {
    expect(await run(['doctor', 'all'])).toMatchObject({ code: 1, out: '' });
  });
});
