import { compile } from '../../../src/index.ts';
import { InferenceError } from '../../../src/inference/method.ts';
import type { CalibratedMethod, CalibratedModel } from './models.ts';

/** Draws of a posterior that a true value is ranked among: it has a rank from 0 to this. */
export const DRAWS = 99;
/** Chains are thinned to draws that are independent: they are made longer until there are so many. */
const LEAST_ESS = 2 * DRAWS;
const LONGEST = 64_000;

/** The ranks of one parameter's elements over the replications, by key. */
export type Ranks = Record<string, number[]>;

type Value = number | readonly Value[];

const flat = (value: Value): number[] =>
  typeof value === 'number' ? [value] : value.flatMap(flat);

/**
 * Talts, Betancourt, Simpson, Vehtari and Gelman 2018 (arXiv:1804.06788): parameters and data are drawn from the
 * model, and the parameters ranked among draws of their posterior given the data.
 *
 * @param replications numbers of those to make, below `total`; those in which an approximation refuses have no rank
 */
export async function ranksOf(
  { text, data }: CalibratedModel,
  method: CalibratedMethod,
  replications: readonly number[],
  total: number,
): Promise<Ranks> {
  const model = compile(text);
  const outcomes = model.typed.statements.flatMap((s) =>
    s.kind === 'data' && !(s.name in data) ? [s.name] : [],
  );
  const parameters = model.typed.statements.flatMap((s) => (s.kind === 'param' ? [s.name] : []));
  const prior = await model.simulate(data, { draws: total, seed: 1 });
  const columns = new Map([...outcomes, ...parameters].map((name) => [name, prior.draws(name)]));
  const ranks: Ranks = {};
  for (const k of replications) {
    const drawn = Object.fromEntries(outcomes.map((name) => [name, columns.get(name)![k]]));
    const posterior = model.bind({ ...data, ...drawn });
    const draws = await independentDraws(posterior, method, parameters, k).catch((error) => {
      // an approximation may refuse; NUTS must not
      if (method !== 'nuts' && error instanceof InferenceError) return undefined;
      throw error;
    });
    if (draws === undefined) continue;
    for (const name of parameters) {
      const truth = flat(columns.get(name)![k]);
      truth.forEach((value, element) => {
        const key = truth.length === 1 ? name : `${name}[${element + 1}]`;
        const below = draws[name].filter((draw) => draw[element] < value).length;
        ranks[key] ??= [];
        ranks[key].push(below);
      });
    }
  }
  return ranks;
}

async function independentDraws(
  posterior: ReturnType<ReturnType<typeof compile>['bind']>,
  method: CalibratedMethod,
  parameters: readonly string[],
  seed: number,
): Promise<Record<string, number[][]>> {
  const drawsOf = (fit: Awaited<ReturnType<typeof posterior.fit>>, every: number) =>
    Object.fromEntries(
      parameters.map((name) => {
        const all = fit.draws(name);
        return [name, Array.from({ length: DRAWS }, (_, k) => flat(all[(k + 1) * every - 1]))];
      }),
    );
  if (method !== 'nuts') {
    const own = method === 'full-rank' ? { method: 'vi', family: method } : { method };
    return drawsOf(await posterior.fit({ ...own, draws: DRAWS, seed }), 1);
  }
  for (let draws = 1000; ; draws *= 4) {
    const fit = await posterior.fit({ method, chains: 1, warmup: 500, draws, seed, workers: 1 });
    const ess = Math.min(...fit.summary().map((row) => row.essBulk!));
    if (ess >= LEAST_ESS || 4 * draws > LONGEST) return drawsOf(fit, Math.floor(draws / DRAWS));
  }
}
