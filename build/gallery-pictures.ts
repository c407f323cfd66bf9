/** `npm run docs:pictures`: draws the pictures of the gallery anew, as `credence plot` does; those of networks come from the commands of their pages. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'credence-pictures-'));

interface GalleryPicture {
  /** Of the folder, where it is not named like it. */
  readonly model?: string;
  readonly data?: string;
  readonly plot: readonly string[];
  readonly withData?: true;
  readonly settings?: readonly string[];
}

const pictures: Readonly<Record<string, GalleryPicture>> = {
  admissions: { plot: ['forest', '--parameters', 'a,b'] },
  'air-quality': { plot: ['density', '--parameters', 'b_warm,b_windy,factor_warm'] },
  challenger: { plot: ['forest', '--parameters', 'p_31,p_70'] },
  discoveries: { model: 'negative-binomial', plot: ['predictive'], withData: true },
  'eight-schools': { plot: ['forest', '--parameters', 'theta'] },
  'insect-sprays': { plot: ['forest', '--parameters', 'expected'] },
  'lake-huron': { plot: ['density', '--parameters', 'trend,phi'] },
  leukaemia: { plot: ['density', '--parameters', 'median_placebo,median_drug'] },
  nile: { model: 'changepoint', plot: ['density', '--parameters', 'before,after'] },
  'old-faithful': { plot: ['predictive'], withData: true },
  radon: { plot: ['forest', '--parameters', 'a'] },
  sleep: { model: 'effect', plot: ['prior', '--parameters', 'delta'], withData: true },
  'stopping-distance': {
    model: 'polynomial',
    data: 'cars',
    plot: ['band', '--by', 'speed'],
    withData: true,
    settings: ['--set', 'degree=2'],
  },
};

function credence(...words: string[]): void {
  execFileSync(process.execPath, ['dist/credence.js', ...words, '--quiet'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

for (const [name, picture] of Object.entries(pictures)) {
  const { model = name, data = name, plot, withData, settings = [] } = picture;
  const here = `models/${name}`;
  const given = ['--data', `${here}/${data}.csv`, ...settings];
  const fit = join(folder, name);
  credence('fit', `${here}/${model}.bayes`, ...given, '--out', fit);
  const [kind, ...options] = plot;
  credence(
    'plot',
    fit,
    '--kind',
    kind,
    ...options,
    ...(withData ? given : []),
    '--out',
    `${here}/${name}.svg`,
  );
}

const comparison = join(folder, 'stack-loss.json');
const stackLoss = 'models/stack-loss';
credence(
  'compare',
  `${stackLoss}/normal.bayes`,
  `${stackLoss}/robust.bayes`,
  '--data',
  `${stackLoss}/stack-loss.csv`,
  '--out',
  comparison,
);
credence('plot', comparison, '--kind', 'pareto-k', '--out', `${stackLoss}/stack-loss.svg`);
rmSync(folder, { recursive: true });
