import { methods, solve } from '../../differential-equations/solve.ts';
import type { Failure, System } from '../../differential-equations/system.ts';
import { graphOf } from '../../graph/collect.ts';
import { EQUATION_OUTPUTS } from '../../graph/equation.ts';
import { equationInputNames } from '../../graph/equation-shape.ts';
import type { Graph, Node, TensorData } from '../../graph/node.ts';
import type { Kernel, Plan } from './kernel.ts';

type Evaluate = (time: number, state: Float64Array, result: Float64Array) => void;

/** Solves the equation of a node on the arrays of its inputs; why it has no solution, if it has none. */
export function solverOf(
  node: Node,
  inputs: readonly TensorData[],
  planBody: (body: Graph) => Plan,
): (solution: Float64Array) => Failure | undefined {
  const { body, method, rows, relative, absolute, maxSteps } = node.attributes;
  const names = equationInputNames(inputs.length);
  /** One output of the body, and how its invariants are brought up to date. */
  const part = (name: string): { readonly evaluate: Evaluate; readonly receive: () => void } => {
    const output = body!.outputs.get(name);
    if (output === undefined) return { evaluate: () => {}, receive: () => {} };
    const graph = graphOf({ [name]: output });
    const { values, compute } = planBody(graph);
    const target = (input: string): TensorData | undefined => {
      const found = graph.inputs.find(({ attributes }) => attributes.name === input);
      return found && values.get(found);
    };
    const [ofTime, ofState] = [target('time'), target('state')];
    const result = values.get(output)!;
    return {
      evaluate(time, state, to) {
        if (ofTime !== undefined) ofTime[0] = time;
        ofState?.set(state);
        compute();
        to.set(result);
      },
      receive() {
        inputs.forEach((values_, k) => {
          if (k > 2) target(names[k])?.set(values_);
        });
      },
    };
  };
  const [derivative, first, jacobian] = EQUATION_OUTPUTS.map(part);
  const system: System = {
    size: inputs[0].length,
    rows: rows!,
    derivative: derivative.evaluate,
    solution: first.evaluate,
    jacobian: jacobian.evaluate,
  };
  const stepper = new methods[method!](system);
  const accuracy = { relative: relative!, absolute: absolute!, maxSteps: maxSteps! };
  const [initial, start, times] = inputs as readonly Float64Array[];
  return (solution) => {
    for (const { receive } of [derivative, first, jacobian]) receive();
    return solve(stepper, start[0], initial, times, accuracy, solution);
  };
}

export const ode: Kernel = (node, inputs, out, planBody) => {
  const solveInto = solverOf(node, inputs, planBody);
  return () => {
    solveInto(out as Float64Array);
  };
};
