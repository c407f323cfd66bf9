import { describeFailure } from '../../differential-equations/describe-failure.ts';
import type { Node, TensorData } from '../../graph/node.ts';
import { sizeOf } from '../../graph/node.ts';
import { bodyInputNames } from '../../graph/scan-shape.ts';
import { plan, prepare } from './engine.ts';
import { solverOf } from './ode.ts';

type Values = ReadonlyMap<Node, TensorData>;

/**
 * Why a node has no value whose inputs have one, where that is a differential equation without a solution: the node
 * itself, or one in the body of a loop.
 */
export function failedEquation(node: Node, values: Values): string | undefined {
  const inputs = node.inputs.map((input) => values.get(input)!);
  if (node.op === 'scan') return failedStep(node, inputs);
  if (node.op !== 'ode') return undefined;
  const failure = solverOf(node, inputs, plan)(new Float64Array(sizeOf(node.shape)));
  return failure && describeFailure(failure, node.attributes.maxSteps!);
}

/** Of the first step of a loop in which an equation has no solution. */
function failedStep({ attributes }: Node, inputs: readonly TensorData[]): string | undefined {
  const { body, extent, sliced, reverse } = attributes;
  const equations = body!.nodes.filter(({ op }) => op === 'ode' || op === 'scan');
  if (equations.length === 0) return undefined;
  const names = bodyInputNames(inputs.length, sliced!);
  const { run, values } = prepare(body!);
  let [state] = inputs;
  for (let step = 0; step < extent!; step++) {
    const at = reverse ? extent! - 1 - step : step;
    const given = inputs.map((input, k) => {
      if (k === 0) return state;
      const size = input.length / extent!;
      return k <= sliced! ? input.subarray(at * size, (at + 1) * size) : input;
    });
    state = run(Object.fromEntries(names.map((name, k) => [name, given[k]]))).next.slice();
    for (const equation of equations) {
      const hasNaN = values.get(equation)!.some(Number.isNaN);
      const reason = hasNaN ? failedEquation(equation, values) : undefined;
      if (reason !== undefined) return reason;
    }
  }
  return undefined;
}
