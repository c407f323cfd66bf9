import { nearestName } from '../diagnostics/nearest.ts';
import { largestHessian } from '../inference/curvature.ts';
import { gaussNewton } from '../inference/gauss-newton/gauss-newton.ts';
import { structures } from '../inference/gauss-newton/structures.ts';
import { tunings } from '../inference/gauss-newton/tuned-prior.ts';
import { methods } from '../inference/index.ts';
import {
  type Approximation,
  type CountSetting,
  InferenceError,
  type InferenceMethod,
  type MethodSetting,
  type Note,
  type ShareSetting,
  type WordSetting,
} from '../inference/method.ts';
import { metrics } from '../inference/nuts/metrics.ts';
import { families } from '../inference/variational/families.ts';
import { networkVariational } from '../inference/variational/networks.ts';
import { stochasticVariational } from '../inference/variational/stochastic.ts';
import type { Density } from '../posterior/density.ts';
import { OptionError } from './option-error.ts';

/** The curvatures of `laplace`. */
export const hessians: readonly string[] = ['exact', ...structures.keys()];

/** A method with its options not looked into. */
export type AnyMethod = InferenceMethod<unknown, unknown>;

export interface Chosen {
  readonly method: string;
  readonly approximation: Approximation;
  readonly notes: readonly Note[];
}

/** What the choice depends on. */
export interface ChoosingDensity {
  readonly dimension: number;
  readonly size: Pick<Density['size'], 'computed'>;
  readonly engine: Pick<Density['engine'], 'name' | 'precision'>;
}
export type Attempt = (method: AnyMethod) => Promise<Approximation>;
export type Settings = Readonly<
  Partial<Record<CountSetting | ShareSetting, number> & Record<WordSetting, string>> & {
    batch?: Readonly<Record<string, number>>;
    /** Whether the model has a network with layers behind layers. */
    isDeep?: boolean;
  }
>;

/** `auto` samples where the numbers computed for one gradient are at most so many: about half a minute. */
export const largestSampled = 250_000;

/** The words that a setting of one method may be. */
const words: Readonly<
  Record<WordSetting, { readonly owner: string; readonly names: readonly string[] }>
> = {
  family: { owner: 'vi', names: Object.keys(families) },
  metric: { owner: 'nuts', names: [...metrics.keys()] },
  hessian: { owner: 'laplace', names: hessians },
  tunePrior: { owner: 'laplace', names: tunings },
};

/** Whether `laplace` goes by the generalised Gauss-Newton matrix: where it is asked for, and for deep networks unless the exact one is. */
export function isGaussNewton(name: string, { hessian, tunePrior, isDeep }: Settings): boolean {
  if (name !== 'laplace' || hessian === 'exact') return false;
  return isDeep === true || hessian !== undefined || tunePrior !== undefined;
}

/**
 * Some have several: variational inference for networks with layers behind layers, for batches, and for the rest;
 * Laplace's method for networks, and for the rest.
 */
function methodNamed(name: string, settings: Settings): AnyMethod | undefined {
  const { batch, isDeep, family } = settings;
  if (isGaussNewton(name, settings)) return gaussNewton as AnyMethod;
  if (name !== 'vi') return methods.get(name);
  if (isDeep && family !== 'full-rank') return networkVariational as AnyMethod;
  return batch === undefined ? methods.get(name) : (stochasticVariational as AnyMethod);
}

/** The method's options: its defaults, and what was set of those that it lets users set. */
export function optionsOf(method: AnyMethod, settings: Settings): unknown {
  const own: readonly MethodSetting[] = method.settings ?? [];
  const set = own.flatMap((name) => (settings[name] === undefined ? [] : [[name, settings[name]]]));
  return { ...(method.defaults as object), ...Object.fromEntries(set) };
}

/** Runs the method asked for, or for `auto` the one that suits. */
export async function runChosen(
  wanted: string,
  settings: Settings,
  density: ChoosingDensity,
  attempt: Attempt,
): Promise<Chosen> {
  for (const setting of Object.keys(words) as WordSetting[]) {
    const given = settings[setting];
    if (given !== undefined) checkChoice(setting, given, wanted);
  }
  if (wanted === 'auto') return runAuto(settings, density, attempt);
  const method = methodNamed(wanted, settings);
  if (method === undefined) throw unknownMethod(wanted);
  const { needsFloat64, settings: own = [] } = method;
  // draws are the user's to set for every method
  const foreign = (['chains', 'warmup', 'targetAcceptance', 'steps', 'tunePrior'] as const).find(
    (name) => settings[name] !== undefined && !(own as readonly MethodSetting[]).includes(name),
  );
  if (foreign !== undefined) {
    if (foreign === 'tunePrior') {
      throw new OptionError(
        'tunePrior goes with a generalised Gauss-Newton matrix, not an exact one',
      );
    }
    const owner = foreign === 'steps' ? 'training networks with hidden layers' : 'nuts';
    throw new OptionError(`${foreign} is a setting of ${owner}, not of ${wanted}`);
  }
  if (needsFloat64 && density.engine.precision !== 'float64') {
    throw new OptionError(
      `${wanted} needs float64, which the engine ${density.engine.name} does not have: leave the engine out, or use the method vi`,
    );
  }
  return { method: wanted, approximation: await attempt(method), notes: [] };
}

/**
 * `auto`: sampling where that is quick; else, unless there are too many parameters for its Hessians, the Laplace
 * approximation where it describes the posterior well (Pareto k, Vehtari et al. 2024), else the better of it and
 * variational inference. What is quick is told by the size of the graph, so that the choice does not depend on the
 * machine.
 */
async function runAuto(
  settings: Settings,
  density: ChoosingDensity,
  attempt: Attempt,
): Promise<Chosen> {
  const { engine } = density;
  const chosen = (method: string, approximation: Approximation, because: string): Chosen => {
    const message = `Method ${method}, chosen because ${because}.`;
    return { method, approximation, notes: [{ code: 'method', severity: 'note', message }] };
  };
  const by = (name: string): Promise<Approximation> =>
    attempt(methodNamed(name, { ...settings, hessian: 'exact' })!);
  if (engine.precision !== 'float64') {
    const because = `nuts and laplace need float64, which the engine ${engine.name} does not have`;
    return chosen('vi', await by('vi'), because);
  }
  if (density.size.computed <= largestSampled) {
    return chosen('nuts', await by('nuts'), 'the model is small enough to sample from quickly');
  }
  if (density.dimension > largestHessian) {
    const because = `the model is large and its ${density.dimension} unconstrained coordinates are too many for laplace to be quick`;
    return chosen('vi', await by('vi'), because);
  }
  let laplace: Approximation;
  try {
    laplace = await by('laplace');
  } catch (error) {
    if (!(error instanceof InferenceError)) throw error;
    const because = `the model is large and laplace refused (${error.message.replace(/\.$/, '')})`;
    return chosen('vi', await by('vi'), because);
  }
  if (laplace.notes.every((note) => note.severity !== 'warning')) {
    return chosen(
      'laplace',
      laplace,
      'the model is large and its posterior close to a normal distribution',
    );
  }
  const variational = await by('vi');
  const figures = `Pareto k ${variational.values.paretoK.toFixed(2)} against ${laplace.values.paretoK.toFixed(2)}`;
  return variational.values.paretoK < laplace.values.paretoK
    ? chosen(
        'vi',
        variational,
        `the model is large and vi describes it better than laplace (${figures})`,
      )
    : chosen('laplace', laplace, `the model is large and vi describes it no better (${figures})`);
}

/** A setting that other methods than its owner do not have. */
export function checkOwner(setting: string, owner: string, wanted: string): void {
  if (wanted === owner) return;
  throw new OptionError(
    `${setting} is a setting of ${owner}${wanted === 'auto' ? `: choose the method ${owner} with it` : `, not of ${wanted}`}`,
  );
}

/** A setting that names one of several, and belongs to one method. */
function checkChoice(setting: WordSetting, given: string, wanted: string): void {
  const { owner, names } = words[setting];
  checkOwner(setting, owner, wanted);
  if (names.includes(given)) return;
  const nearest = nearestName(given, names);
  const hint = nearest === undefined ? `there are ${names.join(', ')}` : `did you mean ${nearest}?`;
  throw new OptionError(`there is no ${setting} ${given}; ${hint}`);
}

function unknownMethod(wanted: string): OptionError {
  const names = [...methods.keys()].join(', ');
  const nearest = nearestName(wanted, methods.keys());
  const hint = nearest === undefined ? `there are ${names}` : `did you mean ${nearest}?`;
  return new OptionError(`there is no method ${wanted}; ${hint}`);
}
