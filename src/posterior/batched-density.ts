import type { Engine, FlatExecutable, FlatInput } from '../engines/engine.ts';
import { prepareFlat } from '../engines/flat.ts';
import { evaluate } from '../engines/reference/evaluate.ts';
import { sizeOf } from '../graph/node.ts';
import { SimplifyingBuilder } from '../graph/simplify.ts';
import type { Batches, GradientTarget, HeldOut, Target } from '../inference/method.ts';
import type { BatchLowering } from '../lowering/batch.ts';
import type { Mask } from '../lowering/dropout-masks.ts';
import { type Noise, WeightNoise } from '../lowering/weight-noise.ts';
import { fillMask } from '../random/mask.ts';
import type { Random } from '../random/random.ts';
import { densityAndGradient, gradientOutputs, parameterInputs } from './density.ts';
import { heldOutScore } from './held-out.ts';
import { runGradient } from './run-gradient.ts';

/** A target that methods may also look at batch by batch. */
export function withBatches(target: Target, batches: Batches): Target {
  return {
    dimension: target.dimension,
    batches,
    logDensity: (point) => target.logDensity(point),
    logDensityGradient: (point, gradient) => target.logDensityGradient(point, gradient),
    hessian: (point) => target.hessian(point),
    coordinateName: (coordinate) => target.coordinateName(coordinate),
  };
}

/** One member in so many is held out. */
const HELD_OUT = 5;

/** The graph for batches of one size; given rates, masks and noise are inputs after the rows. */
interface Prepared {
  readonly executable: FlatExecutable;
  readonly masks: readonly Mask[];
  readonly noises: readonly Noise[];
  /** Of the gradient: the parameters, and their scales where there is noise, rates where they are learned. */
  readonly dimension: number;
  /** Whether rates of dropout are given; else they are learned, or there are none. */
  readonly takesRates: boolean;
}

/** The log joint density estimated from batches of data: one compiled graph for each size of batch. */
export class BatchedDensity implements Batches {
  readonly dimension: string;
  readonly members: number;
  readonly size: number;
  readonly count: number;
  private readonly lowering: BatchLowering;
  private readonly engine: Engine;
  private readonly parameterCount: number;
  private readonly among: Int32Array | undefined;
  private readonly known = new Map<number, Prepared>();
  private lastOrder: { readonly key: string; readonly order: Int32Array } | undefined;
  private lastHeldOut:
    | (HeldOut & { readonly key: string; readonly batches: BatchedDensity })
    | undefined;

  /** @param among the positions of the members that there are to be, all of them where it is left out */
  constructor(
    lowering: BatchLowering,
    dimension: string,
    size: number,
    parameterCount: number,
    engine: Engine,
    among?: Int32Array,
  ) {
    this.lowering = lowering;
    this.engine = engine;
    this.dimension = dimension;
    this.among = among;
    this.members = among?.length ?? lowering.size;
    this.size = Math.min(size, this.members);
    this.count = Math.ceil(this.members / size);
    this.parameterCount = parameterCount;
  }

  weight(batch: number): number {
    return (this.count * this.sizeOf(batch)) / this.members;
  }

  order(epoch: number, random: Random): Int32Array {
    const key = JSON.stringify([epoch, random.state]);
    if (this.lastOrder?.key !== key) {
      this.lastOrder = { key, order: this.shuffled(random.stream(epoch)) };
    }
    return this.lastOrder.order;
  }

  target(
    order: Int32Array,
    batch: number,
    random?: Random,
    rates: readonly number[] = [],
  ): GradientTarget {
    const count = this.sizeOf(batch);
    const { executable, masks, noises, dimension, takesRates } = this.prepared(count);
    const { inputs } = executable;
    const start = batch * this.size;
    let at = this.fillRows(inputs, dimension, order.subarray(start, start + count));
    for (const rate of rates) inputs[at++] = rate;
    for (const { shape, layer } of masks) {
      const end = at + sizeOf(shape);
      if (takesRates) fillMask(inputs, at, end, rates[layer], random!);
      else for (let i = at; i < end; i++) inputs[i] = logistic(random!);
      at = end;
    }
    for (const { shape } of noises) {
      const end = at + sizeOf(shape);
      while (at < end) inputs[at++] = random!.normal();
    }
    return {
      dimension,
      logDensityGradient: (point, gradient) => runGradient(executable, point, gradient),
    };
  }

  holdOut(random: Random): HeldOut {
    const key = JSON.stringify(random.state);
    if (this.lastHeldOut?.key === key) return this.lastHeldOut;
    this.lastHeldOut?.batches.dispose();
    const { lowering, engine, dimension, size, parameterCount } = this;
    const order = this.shuffled(random);
    const count = Math.round(order.length / HELD_OUT);
    const others = order.subarray(count);
    const positions = order.subarray(0, count);
    const batches = new BatchedDensity(lowering, dimension, size, parameterCount, engine, others);
    const score = (points: Float64Array): number =>
      heldOutScore(lowering, engine, positions, points, parameterCount);
    this.lastHeldOut = { key, batches, score };
    return this.lastHeldOut;
  }

  dispose(): void {
    for (const { executable } of this.known.values()) executable.dispose();
    this.known.clear();
    this.lastHeldOut?.batches.dispose();
  }

  /** The positions of the members in a random order. */
  private shuffled(random: Random): Int32Array {
    const order = random.permutation(this.members);
    const { among } = this;
    return among === undefined ? order : order.map((k) => among[k]);
  }

  private sizeOf(batch: number): number {
    return Math.min(this.size, this.members - batch * this.size);
  }

  /** The data of the members at these positions from `at` on; gives the place behind. */
  private fillRows(inputs: Float64Array, at: number, positions: Int32Array): number {
    let next = at;
    for (const { values, width } of this.lowering.rows) {
      for (const position of positions) {
        const start = position * width;
        for (let j = 0; j < width; j++) inputs[next++] = values[start + j];
      }
    }
    return next;
  }

  private prepared(count: number): Prepared {
    const known = this.known.get(count);
    if (known !== undefined) return known;
    const model = this.lowering.lower(count, this.members);
    const builder = new SimplifyingBuilder(evaluate);
    const { dropout, noise } = model.environment;
    const scales = (noise === undefined ? [] : model.parameters).map(
      ({ declaration, unconstrainedShape }) => ({
        name: WeightNoise.scaleInput(declaration.name),
        shape: unconstrainedShape,
      }),
    );
    const rates = (dropout?.rateInputs ?? []).map((name) => ({ name, shape: [] }));
    const areLearned = dropout?.areLearned === true;
    const others = areLearned ? rates : scales;
    const graph = builder.finish(densityAndGradient(builder, model, others));
    const masks = [...(dropout?.masks.values() ?? [])];
    const noises = [...(noise?.noises.values() ?? [])];
    const sized = ({ name, shape }: Pick<Noise, 'name' | 'shape'>): FlatInput => ({
      name,
      size: sizeOf(shape),
    });
    const inputs: FlatInput[] = [
      ...parameterInputs(model),
      ...others.map(sized),
      ...this.lowering.rows.map(({ name, width }) => ({ name, size: count * width })),
      ...(areLearned ? [] : rates).map(sized),
      ...[...masks, ...noises].map(sized),
    ];
    const executable = prepareFlat(this.engine, graph, inputs, gradientOutputs(model, others));
    const more = others.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
    const dimension = this.parameterCount + more;
    const prepared = { executable, masks, noises, dimension, takesRates: !areLearned };
    this.known.set(count, prepared);
    return prepared;
  }
}

/** Standard logistic: the logit of a uniform number. */
function logistic(random: Random): number {
  const u = random.uniform();
  return Math.log(u) - Math.log1p(-u);
}
