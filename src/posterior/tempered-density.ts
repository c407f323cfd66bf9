import { gradient } from '../autodiff/gradient.ts';
import type { Engine, FlatExecutable, SharedRun } from '../engines/engine.ts';
import { prepareFlat } from '../engines/flat.ts';
import { evaluate } from '../engines/reference/evaluate.ts';
import { graft } from '../graph/graft.ts';
import { type Node, sizeOf } from '../graph/node.ts';
import { SimplifyingBuilder } from '../graph/simplify.ts';
import type { GradientTarget } from '../inference/method.ts';
import type { LoweredModel, Term } from '../lowering/model.ts';
import { runGradient } from './run-gradient.ts';

/** No parameter has a space in its name. */
const TEMPERATURE = 'inverse temperature';
const PRIOR = 'log prior';
const LIKELIHOOD = 'log likelihood';
const VALUE = 'log density';
const GRADIENT = 'gradient ';

/**
 * log prior + β · log likelihood with the inverse temperature β as the last coordinate: from the prior at β = 0 to
 * the posterior at β = 1. The derivative with respect to β is the log likelihood.
 */
export class TemperedDensity implements GradientTarget {
  readonly dimension: number;
  private readonly executable: FlatExecutable;

  constructor(model: LoweredModel, engine: Engine) {
    const { environment, parameters, terms } = model;
    const sum = (isPart: (term: Term) => boolean): Node =>
      terms
        .filter(isPart)
        .reduce(
          (total, { node }) => environment.builder.add(total, node),
          environment.builder.constant(0) as Node,
        );
    const parts = environment.builder.finish({
      [PRIOR]: sum(({ kind }) => kind === 'prior'),
      [LIKELIHOOD]: sum(({ kind }) => kind !== 'prior'),
    });
    const b = new SimplifyingBuilder(evaluate);
    const { [PRIOR]: prior, [LIKELIHOOD]: likelihood } = graft(b, parts);
    const value = b.add(prior, b.multiply(b.input(TEMPERATURE, []), likelihood));
    const inputs = parameters.map(({ input }) => b.input(input.attributes.name!, input.shape));
    const outputs: Record<string, Node> = { [VALUE]: value };
    gradient(b, value, inputs).forEach((slope, k) => {
      outputs[GRADIENT + parameters[k].declaration.name] = slope;
    });
    outputs[LIKELIHOOD] = likelihood;
    const coordinates = parameters.map(({ declaration, unconstrainedShape }) => ({
      name: declaration.name,
      size: sizeOf(unconstrainedShape),
    }));
    const flat = [...coordinates, { name: TEMPERATURE, size: 1 }];
    this.dimension = flat.reduce((total, { size }) => total + size, 0);
    this.executable = prepareFlat(engine, b.finish(outputs), flat, Object.keys(outputs));
  }

  logDensityGradient(point: Float64Array, slopes: Float64Array): number {
    return runGradient(this.executable, point, slopes);
  }

  /** For another thread to run; absent where the engine cannot share it. */
  get share(): (() => SharedRun) | undefined {
    return this.executable.share;
  }

  dispose(): void {
    this.executable.dispose();
  }
}
