import type { BoundData } from '../binding/bound-data.ts';
import type { Engine, FlatExecutable } from '../engines/engine.ts';
import { prepareFlat } from '../engines/flat.ts';
import { evaluate } from '../engines/reference/evaluate.ts';
import { Builder } from '../graph/builder.ts';
import { type Node, sizeOf } from '../graph/node.ts';
import { simplify } from '../graph/simplify.ts';
import { Environment } from '../lowering/environment.ts';
import { type LoweredModel, lowerNamedValue } from '../lowering/model.ts';
import { lowerCoordinates } from '../lowering/parameter.ts';
import type { Random } from '../random/random.ts';
import type { TypedModel, TypedStatement } from '../semantics/typed-model.ts';
import { Simulation } from './simulation.ts';

/** Draws from the prior as points of the unconstrained space. */
export class PriorPoints {
  private readonly simulation: Simulation;
  /** From the values of all parameters to their unconstrained coordinates. */
  private readonly coordinates: FlatExecutable;

  constructor(typed: TypedModel, bound: BoundData, { parameters }: LoweredModel, engine: Engine) {
    const prior = { ...typed, statements: typed.statements.filter(bearsOnPrior) };
    this.simulation = new Simulation(prior, bound, engine);
    const b = new Builder();
    const environment = new Environment(b, prior, bound);
    const outputs: Record<string, Node> = {};
    const forms = new Map(parameters.map((p) => [p.declaration.name, p.form]));
    for (const statement of prior.statements) {
      const { name } = statement as { readonly name: string };
      if (statement.kind === 'param') {
        const value = b.input(name, environment.shapeOf(statement.axes));
        environment.variables.set(name, value);
        outputs[name] = lowerCoordinates(statement, forms.get(name)!, value, environment);
      } else if (statement.kind === 'let') {
        environment.variables.set(name, lowerNamedValue(statement, environment));
      }
    }
    const inputs = parameters.map(({ declaration, shape }) => ({
      name: declaration.name,
      size: sizeOf(shape),
    }));
    const graph = simplify(b.finish(outputs), evaluate);
    this.coordinates = prepareFlat(
      engine,
      graph,
      inputs,
      inputs.map(({ name }) => name),
    );
  }

  /** Why a parameter cannot be drawn from its prior, by its name, in words. */
  get impossible(): ReadonlyMap<string, string> {
    return this.simulation.withoutPriorDraws;
  }

  /**
   * One draw, where nothing is impossible; NaN or infinite coordinates where rounding puts a value on the boundary
   * of its support.
   */
  draw(random: Random): Float64Array {
    const values = this.simulation.run(new Map(), random);
    const { inputs, outputs } = this.coordinates;
    let at = 0;
    for (const { name } of this.simulation.parameters) {
      inputs.set(values[name], at);
      at += values[name].length;
    }
    this.coordinates.run();
    return outputs.slice();
  }

  dispose(): void {
    this.simulation.dispose();
    this.coordinates.dispose();
  }
}

/** Whether a statement is one of those that priors need. */
export const bearsOnPrior = ({ kind }: TypedStatement): boolean =>
  kind === 'dim' || kind === 'data' || kind === 'param' || kind === 'let';
