import type { Engine, FlatExecutable, FlatInput } from '../engines/engine.ts';
import { prepareFlat } from '../engines/flat.ts';
import { evaluate } from '../engines/reference/evaluate.ts';
import { sizeOf } from '../graph/node.ts';
import { SimplifyingBuilder } from '../graph/simplify.ts';
import type { Batches, GradientTarget, Target } from '../inference/method.ts';
import type { BatchLowering } from '../lowering/batch.ts';
import type { Mask } from '../lowering/dropout-masks.ts';
import { type Noise, WeightNoise } from '../lowering/weight-noise.ts';
import type { Random } from '../random/random.ts';
import { densityAndGradient, gradientOutputs } from './density.ts';
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

/** The graph for batches of one size; its masks and noise are inputs after the rows. */
interface Prepared {
  readonly executable: FlatExecutable;
  readonly masks: readonly Mask[];
  readonly noises: readonly Noise[];
  /** Of the gradient: the parameters, and their scales where there is noise. */
  readonly dimension: number;
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
  private readonly known = new Map<number, Prepared>();
  private lastOrder: { readonly key: string; readonly order: Int32Array } | undefined;

  constructor(
    lowering: BatchLowering,
    dimension: string,
    size: number,
    parameterCount: number,
    engine: Engine,
  ) {
    this.lowering = lowering;
    this.engine = engine;
    this.dimension = dimension;
    this.members = lowering.size;
    this.size = size;
    this.count = Math.ceil(this.members / size);
    this.parameterCount = parameterCount;
  }

  weight(batch: number): number {
    return (this.count * this.sizeOf(batch)) / this.members;
  }

  order(epoch: number, random: Random): Int32Array {
    const key = JSON.stringify([epoch, random.state]);
    if (this.lastOrder?.key !== key)
      this.lastOrder = { key, order: random.stream(epoch).permutation(this.members) };
    return this.lastOrder.order;
  }

  target(order: Int32Array, batch: number, random?: Random): GradientTarget {
    const count = this.sizeOf(batch);
    const { executable, masks, noises, dimension } = this.prepared(count);
    const { inputs } = executable;
    let at = dimension;
    for (const { values, width } of this.lowering.rows) {
      for (let k = 0; k < count; k++) {
        const start = order[batch * this.size + k] * width;
        for (let j = 0; j < width; j++) inputs[at++] = values[start + j];
      }
    }
    for (const { shape, rate } of masks) {
      const kept = 1 / (1 - rate);
      const end = at + sizeOf(shape);
      while (at < end) inputs[at++] = random!.uniform() < rate ? 0 : kept;
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

  dispose(): void {
    for (const { executable } of this.known.values()) executable.dispose();
    this.known.clear();
  }

  private sizeOf(batch: number): number {
    return Math.min(this.size, this.members - batch * this.size);
  }

  private prepared(count: number): Prepared {
    const known = this.known.get(count);
    if (known !== undefined) return known;
    const model = this.lowering.lower(count);
    const builder = new SimplifyingBuilder(evaluate);
    const { dropout, noise } = model.environment;
    const scales = (noise === undefined ? [] : model.parameters).map(
      ({ declaration, unconstrainedShape }) => ({
        name: WeightNoise.scaleInput(declaration.name),
        shape: unconstrainedShape,
      }),
    );
    const graph = builder.finish(densityAndGradient(builder, model, scales));
    const masks = [...(dropout?.masks.values() ?? [])];
    const noises = [...(noise?.noises.values() ?? [])];
    const inputs: FlatInput[] = [
      ...model.parameters.map(({ declaration, unconstrainedShape }) => ({
        name: declaration.name,
        size: sizeOf(unconstrainedShape),
      })),
      ...scales.map(({ name, shape }) => ({ name, size: sizeOf(shape) })),
      ...this.lowering.rows.map(({ name, width }) => ({ name, size: count * width })),
      ...[...masks, ...noises].map(({ name, shape }) => ({ name, size: sizeOf(shape) })),
    ];
    const executable = prepareFlat(this.engine, graph, inputs, gradientOutputs(model, scales));
    const dimension = scales.length > 0 ? 2 * this.parameterCount : this.parameterCount;
    const prepared = { executable, masks, noises, dimension };
    this.known.set(count, prepared);
    return prepared;
  }
}
