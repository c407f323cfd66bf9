/** What `credence compare` refuses and warns of: all that a case writes to both streams, in `compare/NAME.txt`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { folderOf, run } from '../cli/terminal.ts';

const normal = (rest: string): string => `dim obs\ndata y[obs]: real\n${rest}\n`;
const mixture = (type: string): string =>
  normal(
    `dim part = 2\nparam m[part]${type} ~ Normal(0, 10)\nobserve y ~ mixture([0.5, 0.5], Normal(m, 1))`,
  );
const at = folderOf({
  'mean.bayes': normal('param m ~ Normal(0, 2)\nobserve y ~ Normal(m, 1)'),
  'zero.bayes': normal('observe y ~ Normal(0, 1)'),
  'logs.bayes': normal('param m ~ Normal(0, 2)\nobserve log(y) ~ Normal(m, 1)'),
  'later.bayes': normal(
    'param m ~ Normal(0, 2)\nobserve y[t in 2 .. size(obs)] ~ Normal(m * y[t - 1], 1)',
  ),
  'flat.bayes': normal('param m ~ Flat()\nobserve y ~ Normal(m, 1)'),
  'penalty.bayes': normal('param m ~ Normal(0, 2)\nfactor -m^2\nobserve y ~ Normal(m, 1)'),
  'beta.bayes': normal('param m ~ Beta(1, 1)\nobserve y ~ Normal(m, 1)'),
  'switching.bayes': mixture(''),
  'ordered.bayes': mixture(': ordered'),
  'y.json': '{ "y": [0.5, 1, 2, 2.5] }',
  'two.json': JSON.stringify({ y: [-5.1, -4.9, -5, -4.2, 5.1, 4.9, 5, 5.8] }),
});

/** Words after `compare`; names of files stand for their paths. */
const cases: Readonly<Record<string, string>> = {
  'other-values': 'mean.bayes logs.bayes --data y.json',
  'fewer-values': 'mean.bayes later.bayes --data y.json',
  'improper-prior': 'mean.bayes flat.bayes --data y.json',
  'unnormalised-factor': 'mean.bayes penalty.bayes --data y.json',
  'one-model': 'mean.bayes --data y.json',
  'twice-the-same-model': 'mean.bayes mean.bayes --data y.json',
  'unknown-weight': 'mean.bayes zero.bayes --data y.json --weight men=2',
  'unknown-parameter-of-ladder': 'mean.bayes zero.bayes --data y.json --scale-prior n=2',
  'prior-without-scale': 'mean.bayes beta.bayes --data y.json --scale-prior m=2',
  'unknown-form': 'mean.bayes zero.bayes --data y.json --form m=centered',
  'label-switching':
    'switching.bayes ordered.bayes --data two.json --draws 400 --workers 1 --evidence bridge',
};

describe('golden messages of compare', () => {
  it.each(Object.entries(cases))(
    '%s',
    async (name, words) => {
      const paths = words.split(' ').map((word) => (/^\w+\.\w+$/.test(word) ? at(word) : word));
      const { code, out, err } = await run(['compare', ...paths, '--quiet']);
      // figures of draws differ in their last digits from machine to machine, and folders in their names
      const warnings = out
        .split('\n\n')
        .at(-1)!
        .replaceAll(/\d+\.\d+|(?<=m\[)\d/g, '#');
      const found = `exit code ${code}\n${err.replaceAll(`${at('')}/`, '')}${warnings}`;
      const file = new URL(`compare/${name}.txt`, import.meta.url);
      if (process.env.UPDATE_GOLDEN === '1') writeFileSync(file, found);
      expect(found).toBe(readFileSync(file, 'utf8'));
    },
    60_000,
  );
});
