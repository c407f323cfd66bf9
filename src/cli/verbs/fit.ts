import { hessians } from '../../api/choose-method.ts';
import { backendNames, engineNames } from '../../api/engines.ts';
import type { FitOptions } from '../../api/fit-options.ts';
import { loadFit } from '../../api/load-fit.ts';
import { tunings } from '../../inference/gauss-newton/tuned-prior.ts';
import { metrics } from '../../inference/nuts/metrics.ts';
import { families } from '../../inference/variational/families.ts';
import { renderFit } from '../../report/terminal/fit-table.ts';
import { bindOptions, modelOptions, readModel } from '../model-options.ts';
import type { ParsedOptions } from '../options.ts';
import { ProgressLine } from '../progress.ts';
import { readData } from '../read-files.ts';
import { RunFolder } from '../run-folder.ts';
import { exit, type Terminal, UsageError } from '../terminal.ts';
import type { Verb } from '../verb.ts';

export const fit: Verb = {
  name: 'fit',
  summary: 'the posterior of one model given data',
  usage: 'MODEL --data FILE… [options]',
  example: 'credence fit models/radon/radon.bayes --data models/radon/radon.csv',
  options: {
    ...modelOptions,
    method: {
      type: 'string',
      value: 'METHOD',
      summary:
        'nuts, laplace, vi, pathfinder, mc-dropout, or auto (the default), which says what it chose and why',
    },
    family: {
      type: 'string',
      value: 'FAMILY',
      summary: `of vi: ${Object.keys(families).join(', ')}; independent normals (mean-field) unless said`,
    },
    metric: {
      type: 'string',
      value: 'METRIC',
      summary: `of nuts: ${[...metrics.keys()].join(', ')}; dense unless said where there are few parameters, diagonal where there are many`,
    },
    hessian: {
      type: 'string',
      value: 'CURVATURE',
      summary: `of laplace: ${hessians.join(', ')}; exact unless said, of networks with hidden layers the generalised Gauss-Newton matrix: full up to 500 coordinates, else kronecker`,
    },
    'tune-prior': {
      type: 'string',
      value: 'OVER',
      summary: `of laplace for networks: ${tunings.join(', ')}; the precision of the weights' priors times what makes the evidence largest`,
    },
    batch: {
      type: 'string',
      value: 'DIM=SIZE',
      summary:
        'of vi, mc-dropout and laplace for networks: steps look at so many members of a dimension at a time',
    },
    draws: {
      type: 'string',
      value: 'N',
      summary: 'draws: 1000 of each chain of nuts, 4000 in all of other methods, unless said',
    },
    chains: { type: 'string', value: 'N', summary: 'chains of nuts; 4 unless said' },
    warmup: {
      type: 'string',
      value: 'N',
      summary: 'transitions that adapt each chain of nuts before it draws; 1000 unless said',
    },
    'target-acceptance': {
      type: 'string',
      value: 'SHARE',
      summary:
        'of nuts: the mean acceptance that steps are adapted to, between 0 and 1; nearer to 1 they are smaller and diverge less; 0.8 unless said',
    },
    'dropout-rate': {
      type: 'string',
      value: 'RATE',
      summary:
        "of mc-dropout, in place of the model's rates: one, several such as 0.01,0.1 to choose from by held-out data, search (among usual ones) or learned",
    },
    steps: {
      type: 'string',
      value: 'N',
      summary: 'training steps of mc-dropout, and of vi and laplace of networks; 10000 unless said',
    },
    'held-out': {
      type: 'string',
      multiple: true,
      value: 'FILE',
      summary:
        'of mc-dropout, and of vi and laplace of networks: data that training does not see, whose negative log likelihood is shown on the way',
    },
    prior: {
      type: 'string',
      value: 'FIT',
      summary:
        'a saved fit of earlier data by laplace or vi, whose normal distribution stands in place of the priors',
    },
    ensemble: {
      type: 'string',
      value: 'N',
      summary:
        'so many fits of an approximation, each from a seed of its own, as one whose predictions are their average; for networks',
    },
    seed: {
      type: 'string',
      value: 'S',
      summary: 'the same seed gives the same numbers on the same engine; 1 unless said',
    },
    workers: {
      type: 'string',
      value: 'N',
      summary:
        'threads for the chains of nuts and the paths of pathfinder, at most; as many as there are cores unless said',
    },
    engine: { type: 'string', value: 'ENGINE', summary: `${engineNames.join(', ')}` },
    backend: {
      type: 'string',
      value: 'BACKEND',
      summary: `of the engine tfjs: ${backendNames.join(', ')}`,
    },
    out: {
      type: 'string',
      value: 'DIR',
      summary: 'save the fit in this folder; while it runs, its state every now and then',
    },
    resume: {
      type: 'boolean',
      summary: 'go on with the unfinished run in the folder of --out: the numbers are the same',
    },
    all: { type: 'boolean', summary: 'every row of the table, not only the first 30' },
  },

  async run(options, terminal) {
    const settings = fitOptions(options);
    const earlier = options.text('prior');
    const prior = earlier === undefined ? undefined : await loadFit(earlier);
    const folder = await openFolder(options);
    const model = await readModel('fit', options, terminal);
    const posterior = await bindOptions(model, options, terminal);
    const heldOut = await readHeldOut(options, terminal);
    const progress = new ProgressLine(terminal);
    const quiet = options.flag('quiet');
    const result = await posterior
      .fit({
        ...settings,
        ...(prior && { prior }),
        ...(heldOut && { heldOut }),
        ...folder?.settings,
        signal: terminal.signal,
        ...(!quiet && { onProgress: (state) => progress.show(state) }),
      })
      .finally(() => progress.clear())
      .catch((error) => saveInterrupted(error, folder, terminal));
    await folder?.finish(result);
    if (options.flag('json')) {
      terminal.out(`${JSON.stringify(result, null, 2)}\n`);
      for (const { severity, message } of result.diagnostics.notes) {
        if (!quiet || severity === 'warning') terminal.err(`${severity}: ${message}\n`);
      }
    } else {
      terminal.out(renderFit(result, { all: options.flag('all'), quiet, width: terminal.width }));
    }
    return result.diagnostics.trustworthy ? exit.done : exit.untrustworthy;
  },
};

/** The folder of `--out`; `undefined` where none was asked for. */
async function openFolder(options: ParsedOptions): Promise<RunFolder | undefined> {
  const path = options.text('out');
  const resume = options.flag('resume');
  if (path !== undefined) return RunFolder.open(path, resume);
  if (resume) throw new UsageError('--resume goes on with a run in the folder of --out DIR');
  return undefined;
}

async function readHeldOut(
  options: ParsedOptions,
  terminal: Terminal,
): Promise<FitOptions['heldOut']> {
  const files = options.list('held-out');
  return files.length === 0 ? undefined : readData(files, options.list('set'), terminal);
}

/** On an interruption, keeps what was done and says how to go on. */
async function saveInterrupted(
  error: unknown,
  folder: RunFolder | undefined,
  terminal: Terminal,
): Promise<never> {
  if (terminal.signal.aborted && folder !== undefined && (await folder.keepLast())) {
    terminal.err(
      `what was done is in ${folder.path}: the same command with --resume goes on from there\n`,
    );
  }
  throw error;
}

function fitOptions(options: ParsedOptions): FitOptions {
  const method = options.text('method');
  const family = options.choice('family', Object.keys(families));
  const metric = options.choice('metric', [...metrics.keys()]);
  const hessian = options.choice('hessian', hessians);
  const tunePrior = options.choice('tune-prior', tunings);
  const batch = batchOption(options);
  const draws = options.wholeNumber('draws', 1);
  const chains = options.wholeNumber('chains', 1);
  const warmup = options.wholeNumber('warmup', 0);
  const targetAcceptance = options.share('target-acceptance');
  const steps = options.wholeNumber('steps', 1);
  const dropoutRate = dropoutRateOption(options);
  const ensemble = options.wholeNumber('ensemble', 1);
  const seed = options.wholeNumber('seed', 0);
  const workers = options.wholeNumber('workers', 1);
  const engine = options.choice('engine', engineNames) as FitOptions['engine'];
  const backend = options.choice('backend', backendNames) as FitOptions['backend'];
  return {
    ...(method !== undefined && { method }),
    ...(family !== undefined && { family }),
    ...(metric !== undefined && { metric }),
    ...(hessian !== undefined && { hessian }),
    ...(tunePrior !== undefined && { tunePrior }),
    ...(batch !== undefined && { batch }),
    ...(draws !== undefined && { draws }),
    ...(chains !== undefined && { chains }),
    ...(warmup !== undefined && { warmup }),
    ...(targetAcceptance !== undefined && { targetAcceptance }),
    ...(steps !== undefined && { steps }),
    ...(dropoutRate !== undefined && { dropoutRate }),
    ...(ensemble !== undefined && { ensemble }),
    ...(seed !== undefined && { seed }),
    ...(workers !== undefined && { workers }),
    ...(engine !== undefined && { engine }),
    ...(backend !== undefined && { backend }),
  };
}

function batchOption(options: ParsedOptions): FitOptions['batch'] {
  const written = options.text('batch');
  if (written === undefined) return undefined;
  const [, dimension, size] = /^([^=]+)=([1-9]\d*)$/.exec(written) ?? [];
  if (dimension === undefined)
    throw new UsageError(
      `--batch takes DIM=SIZE with a whole number from 1, as in home=100, not \`${written}\``,
    );
  return { [dimension]: Number(size) };
}

/** Numbers and words; what is a rate is the method's to say. */
function dropoutRateOption(options: ParsedOptions): FitOptions['dropoutRate'] {
  const written = options.text('dropout-rate');
  if (written === undefined || written === 'search' || written === 'learned') return written;
  const rates = written.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
  if (!rates.every(Number.isFinite)) {
    throw new UsageError(
      `--dropout-rate takes a number, several such as 0.01,0.1, search or learned, not \`${written}\``,
    );
  }
  return rates;
}
