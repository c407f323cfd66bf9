import type { Approximation, Sample } from '../inference/method.ts';
import { Pauses } from '../inference/pauses.ts';
import type { Generated, Quantity } from '../posterior/generated.ts';
import { labelsOf, namesOf } from '../posterior/labels.ts';
import { networkWeights } from '../posterior/network-weights.ts';
import { TangentNetworks } from '../posterior/tangent-networks.ts';
import { Random } from '../random/random.ts';
import { Draws, elementCount } from '../results/draws.ts';
import { OptionError } from './option-error.ts';
import type { Posterior } from './posterior.ts';

/** Most numbers that the draws of one fit may hold: 2 GB. */
const MOST_NUMBERS = 2 ** 28;

/**
 * @throws OptionError where so many draws would not fit into memory
 */
export function checkDrawCount(count: number, { dimension, generated }: Posterior): void {
  const { parameters, outputs } = generated;
  const numbers = [...parameters, ...outputs].reduce((sum, q) => sum + elementCount(q.shape), 0);
  const most = Math.floor(MOST_NUMBERS / Math.max(1, numbers, dimension));
  if (count <= most) return;
  throw new OptionError(
    `${count} draws of ${numbers} numbers do not fit into memory; at most ${most} do`,
  );
}

/** Draws of named quantities from points of the unconstrained space, computed one by one. */
export class DrawCollector {
  private readonly posterior: Posterior;
  private readonly sample: Sample;
  private readonly count: number;
  private readonly random: Random;
  private readonly chains: number | undefined;
  private readonly centre: Float64Array | undefined;
  private readonly tangents: GeneratedByTangents | undefined;

  /**
   * @param centre the point at which networks are replaced by their tangents, where they are
   * @param chains how many Markov chains the sample is; `undefined` where it is none
   * @param random each draw has the stream of its number, whichever quantities are asked for
   */
  constructor(
    posterior: Posterior,
    sample: Sample,
    { chains, centre }: Pick<Approximation, 'chains' | 'centre'>,
    random: Random,
  ) {
    this.centre = centre;
    const { lets, outputs } = posterior.generated;
    const hasOthers = lets.length + outputs.length > 0;
    this.tangents = centre && hasOthers ? new GeneratedByTangents(posterior, centre) : undefined;
    this.posterior = posterior;
    this.sample = sample;
    this.count = sample.points.length / posterior.dimension;
    this.chains = chains;
    this.random = random;
  }

  /** All at once. */
  collect(quantities: readonly Quantity[]): Draws {
    const draws = this.empty(quantities);
    for (let k = 0; k < this.count; k++) this.fill(draws, k);
    return draws;
  }

  /** With pauses for the event loop; rejects with the signal's reason. */
  async collectWithPauses(quantities: readonly Quantity[], signal?: AbortSignal): Promise<Draws> {
    const draws = this.empty(quantities);
    const pauses = new Pauses(signal);
    for (let k = 0; k < this.count; k++) {
      this.fill(draws, k);
      if (pauses.isDue()) await pauses.take();
    }
    return draws;
  }

  private empty(quantities: readonly Quantity[]): Draws {
    const { generated } = this.posterior;
    const parameters = quantities.filter(({ kind }) => kind === 'parameter').map((q) => q.name);
    const centres =
      this.centre && generated.evaluate(parameters, this.centre, this.random.stream(0));
    const columns = quantities.map(({ name, axes, shape }) => ({
      name,
      ...(centres?.[name] && { centre: Float64Array.from(centres[name]) }),
      shape,
      labels: labelsOf(axes, this.posterior.bound),
      dimensions: namesOf(axes),
      values: new Float64Array(this.count * elementCount(shape)),
    }));
    return new Draws(this.count, columns, this.chains, this.sample.statistics);
  }

  private fill({ columns }: Draws, k: number): void {
    const { dimension, generated } = this.posterior;
    const point = this.sample.points.subarray(k * dimension, (k + 1) * dimension);
    const names = [...columns.keys()];
    // parameters and lets are not drawn
    const isDrawn = generated.outputs.some(({ name }) => columns.has(name));
    const random = isDrawn ? this.random.stream(k) : this.random;
    const values =
      this.tangents === undefined
        ? generated.evaluate(names, point, random)
        : this.tangents.evaluate(names, point, random);
    for (const { name, shape, values: column } of columns.values()) {
      column.set(values[name], k * elementCount(shape));
    }
  }
}

/** Parameters, lets and outputs where networks are replaced by their tangents at a point. */
class GeneratedByTangents {
  private readonly posterior: Posterior;
  private readonly networks: TangentNetworks;
  private readonly generated: Generated;
  private readonly centre: Record<string, Float64Array>;

  constructor(posterior: Posterior, centre: Float64Array) {
    const { typed, bound, engine } = posterior;
    this.posterior = posterior;
    this.networks = new TangentNetworks(typed, bound, engine, networkWeights(typed).results);
    this.generated = posterior.generatedWith(this.networks.results);
    this.centre = this.parametersAt(centre);
  }

  evaluate(names: readonly string[], point: Float64Array, random: Random) {
    const given = this.networks.at(this.centre, this.parametersAt(point));
    return this.generated.evaluate(names, point, random, given);
  }

  private parametersAt(point: Float64Array): Record<string, Float64Array> {
    const { generated } = this.posterior;
    const values = generated.evaluate(this.networks.parameters, point, Random.fromSeed(0));
    return Object.fromEntries(
      this.networks.parameters.map((name) => [name, Float64Array.from(values[name])]),
    );
  }
}
