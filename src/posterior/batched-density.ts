import type { FlatExecutable, FlatInput } from '../engines/engine.ts';
import { prepareFlat } from '../engines/flat.ts';
import { evaluate } from '../engines/reference/evaluate.ts';
import { SimplifyingBuilder } from '../graph/simplify.ts';
import type { Batches, GradientTarget, Target } from '../inference/method.ts';
import { BatchRows } from './batch-rows.ts';
import { densityAndGradient, gradientOutputs, parameterInputs } from './density.ts';
import { runGradient } from './run-gradient.ts';

/** A target of which methods know more than its density: batches, networks. */
export function withMore(
  target: Target,
  more: Pick<Target, 'batches' | 'training' | 'networks' | 'information' | 'heldOut'>,
): Target {
  return {
    dimension: target.dimension,
    logDensity: (point) => target.logDensity(point),
    logDensityGradient: (point, gradient) => target.logDensityGradient(point, gradient),
    hessian: (point) => target.hessian(point),
    coordinateName: (coordinate) => target.coordinateName(coordinate),
    ...more,
  };
}

/** The log joint density estimated from batches of data: one compiled graph for each size of batch. */
export class BatchedDensity extends BatchRows implements Batches {
  private readonly known = new Map<number, FlatExecutable>();

  target(order: Int32Array, batch: number): GradientTarget {
    const executable = this.prepared(this.sizeOf(batch));
    const { parameterCount: dimension } = this;
    this.fillRows(executable.inputs, dimension, order, batch);
    return {
      dimension,
      logDensityGradient: (point, gradient) => runGradient(executable, point, gradient),
    };
  }

  dispose(): void {
    for (const executable of this.known.values()) executable.dispose();
    this.known.clear();
  }

  private prepared(count: number): FlatExecutable {
    const known = this.known.get(count);
    if (known !== undefined) return known;
    const model = this.lowering.lower(count, this.members);
    const builder = new SimplifyingBuilder(evaluate);
    const graph = builder.finish(densityAndGradient(builder, model));
    const inputs: FlatInput[] = [
      ...parameterInputs(model),
      ...this.lowering.rows.map(({ name, width }) => ({ name, size: count * width })),
    ];
    const executable = prepareFlat(this.engine, graph, inputs, gradientOutputs(model));
    this.known.set(count, executable);
    return executable;
  }
}
