import { type CompareOptions, compare as compareModels } from '../../api/compare.ts';
import { compareFits } from '../../api/compare-fits.ts';
import type { AnyComparison, PredictiveComparison } from '../../api/comparison.ts';
import { compile } from '../../api/compile.ts';
import type { Fit } from '../../api/fit.ts';
import type { Posterior } from '../../api/posterior.ts';
import { noParameter, parameterNames } from '../../api/scale-prior.ts';
import { renderComparison } from '../../report/terminal/comparison-table.ts';
import { formsOf, modelOptions, weightsOf } from '../model-options.ts';
import type { OptionTable, ParsedOptions } from '../options.ts';
import { ProgressLine } from '../progress.ts';
import { readData, readText } from '../read-files.ts';
import { fitsIn, readFit } from '../read-fit.ts';
import { type ExitCode, exit, type Terminal, UsageError } from '../terminal.ts';
import type { Verb } from '../verb.ts';
import { writeFileTo } from '../write-text.ts';
import { evidenceOptions, evidenceSettings } from './evidence.ts';

const tooFew =
  'compare needs two models or more, or two fits: credence compare MODEL MODEL… --data FILE';

const compareOptions = {
  weight: {
    type: 'string',
    multiple: true,
    value: 'model=w',
    summary: 'the prior weight of a model, by its file name without .bayes; alike unless said',
  },
  'scale-prior': {
    type: 'string',
    multiple: true,
    value: 'tau=0.5,1,2',
    summary:
      'the evidence again with the scale of the prior of a parameter multiplied by each of these; may be repeated',
  },
} as const satisfies OptionTable;

export const compare: Verb = {
  name: 'compare',
  summary:
    'Bayes factors, model probabilities and leave-one-out accuracy of several models; of fits the last alone',
  usage: 'MODEL MODEL… --data FILE… [options], or FIT FIT… [--data FILE…]',
  example:
    'credence compare models/stack-loss/normal.bayes models/stack-loss/robust.bayes --data models/stack-loss/stack-loss.csv',
  options: {
    ...modelOptions,
    ...evidenceOptions,
    ...compareOptions,
    out: {
      type: 'string',
      value: 'FILE.json',
      summary:
        'also keeps the result, for `credence report FILE.json` and `credence plot FILE.json`',
    },
  },

  async run(options, terminal) {
    const out = options.text('out');
    if (out !== undefined && !out.endsWith('.json'))
      throw new UsageError(`--out takes the name of a JSON file, as ${out}.json`);
    if (!options.positionals.some((path) => path.endsWith('.bayes')))
      return writeComparison(await compareFitsOf(options, terminal), options, terminal);
    const { method, ...settings } = evidenceSettings(options);
    const priorWeights = weightsOf(options, 'model');
    const scalePrior = factorsOf(options);
    const posteriors = await readModels(options, terminal);
    const progress = new ProgressLine(terminal);
    const quiet = options.flag('quiet');
    const result = await compareModels(posteriors, {
      ...settings,
      ...(method !== undefined && { evidence: method }),
      ...(priorWeights && { priorWeights }),
      ...(scalePrior && { scalePrior }),
      signal: terminal.signal,
      ...(!quiet && { onProgress: (state) => progress.show(state) }),
    } satisfies CompareOptions).finally(() => progress.clear());
    return writeComparison(result, options, terminal);
  },
};

async function writeComparison(
  result: AnyComparison,
  options: ParsedOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const quiet = options.flag('quiet');
  const out = options.text('out');
  const text = `${JSON.stringify(result, null, 2)}\n`;
  if (out !== undefined) await writeFileTo(out, text);
  if (options.flag('json')) {
    terminal.out(text);
    for (const { severity, message } of result.notes) {
      if (!quiet || severity === 'warning') terminal.err(`${severity}: ${message}\n`);
    }
  } else terminal.out(renderComparison(result, { quiet, width: terminal.width }));
  return result.trustworthy ? exit.done : exit.untrustworthy;
}

/** Saved fits and draws of other programs, by their predictions. */
async function compareFitsOf(
  options: ParsedOptions,
  terminal: Terminal,
): Promise<PredictiveComparison> {
  const paths = fitsIn(options.positionals);
  if (paths.length < 2) throw new UsageError(tooFew);
  const foreign = Object.keys({ ...evidenceOptions, ...compareOptions }).find(
    (name) =>
      name !== 'seed' && (options.text(name) !== undefined || options.list(name).length > 0),
  );
  if (foreign !== undefined)
    throw new UsageError(`--${foreign} is for comparing models: fits are compared as they are`);
  const fits: Record<string, Fit> = {};
  for (const one of paths) fits[one.name] = await readFit(one, terminal);
  const files = options.list('data');
  const settings = options.list('set');
  const seed = options.wholeNumber('seed', 0);
  return compareFits(fits, {
    ...(files.length + settings.length > 0 && { data: await readData(files, settings, terminal) }),
    ...(seed !== undefined && { seed }),
    signal: terminal.signal,
  });
}

/** Every model with the same data, by the name of its file, or its path where another has that name too. */
async function readModels(
  options: ParsedOptions,
  terminal: Terminal,
): Promise<Record<string, Posterior>> {
  const paths = options.positionals;
  if (paths.length < 2) throw new UsageError(tooFew);
  const models = [];
  for (const path of paths)
    models.push(compile(await readText(path, terminal), { fileName: path }));
  const forms = Object.entries(formsOf(options));
  const parameters = models.map(({ typed }) => parameterNames(typed));
  for (const [name] of forms)
    if (!parameters.some((names) => names.includes(name)))
      throw noParameter(name, parameters.flat());
  const data = await readData(options.list('data'), options.list('set'), terminal);
  const posteriors: Record<string, Posterior> = {};
  const names = paths.map(nameOf);
  models.forEach((model, k) => {
    const isShared = names.indexOf(names[k]) !== names.lastIndexOf(names[k]);
    const name = isShared ? paths[k].replace(/\.bayes$/, '') : names[k];
    if (Object.hasOwn(posteriors, name)) throw new UsageError(`${paths[k]} is given twice`);
    const own = forms.filter(([parameter]) => parameters[k].includes(parameter));
    posteriors[name] = model.bind(data, { forms: Object.fromEntries(own) });
  });
  return posteriors;
}

/** `normal` of `models/normal.bayes`. */
function nameOf(path: string): string {
  return path.replace(/^.*[/\\]/, '').replace(/\.bayes$/, '');
}

/** Factors by parameter; several for one parameter go together. */
function factorsOf(options: ParsedOptions): Record<string, number[]> | undefined {
  const written = options.list('scale-prior');
  if (written.length === 0) return undefined;
  const factors: Record<string, number[]> = {};
  for (const word of written) {
    const [name, list = ''] = word.split('=').map((part) => part.trim());
    const given = list.split(',').map(Number);
    if (!given.every((factor) => factor > 0 && factor < Infinity))
      throw new UsageError(
        `--scale-prior takes parameter=factors with factors above 0, as tau=0.5,1,2, not \`${word}\``,
      );
    factors[name] = [...(factors[name] ?? []), ...given];
  }
  return factors;
}
