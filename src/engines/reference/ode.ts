import { adjoints, newRecord } from '../../differential-equations/adjoint.ts';
import { methods, solve } from '../../differential-equations/solve.ts';
import type {
  Failure,
  InitialValueProblem,
  Stepper,
  System,
} from '../../differential-equations/system.ts';
import { graphOf } from '../../graph/collect.ts';
import type { EquationOutput } from '../../graph/equation.ts';
import { ADJOINT_INPUTS, equationInputNames } from '../../graph/equation-shape.ts';
import type { Attributes, Graph, Node, TensorData } from '../../graph/node.ts';
import type { Kernel, Plan } from './kernel.ts';

/** One output of a body, as a function of its inputs; the cotangent of the derivative where it has one. */
interface Part {
  evaluate(time: number, state: Float64Array, result: Float64Array, cotangent?: Float64Array): void;
  /** Brings the invariants up to date. */
  receive(): void;
}

/** Solves the equation of a node on the arrays of its inputs; why it has no solution, if it has none. */
export function solverOf(
  { attributes }: Node,
  inputs: readonly TensorData[],
  planBody: (body: Graph) => Plan,
): (solution: Float64Array) => Failure | undefined {
  const { stepper, receive } = stepperOf(attributes, inputs, partsOf(attributes, inputs, planBody));
  return (solution) => {
    receive();
    return solve(stepper, problemOf(inputs), accuracyOf(attributes), solution);
  };
}

export const ode: Kernel = (node, inputs, out, planBody) => {
  const solveInto = solverOf(node, inputs, planBody);
  return () => {
    solveInto(out as Float64Array);
  };
};

export const odeAdjoint: Kernel = ({ attributes }, inputs, out, planBody) => {
  const [solution, cotangents] = inputs as readonly Float64Array[];
  const own = inputs.slice(ADJOINT_INPUTS);
  const part = partsOf(attributes, own, planBody);
  const { stepper, system, receive } = stepperOf(attributes, own, part);
  const adjoint = part('adjoint');
  const { size } = system;
  const record = newRecord(attributes.method!, size);
  stepper.record = record;
  const backward = new adjoints[attributes.method!]({
    ...system,
    invariants: out.length - size,
    pull: (time, state, cotangent, result) => adjoint.evaluate(time, state, result, cotangent),
  });
  const again = new Float64Array(solution.length);
  return () => {
    receive();
    adjoint.receive();
    record.clear();
    solve(stepper, problemOf(own), accuracyOf(attributes), again);
    backward.run(record, problemOf(own), solution, cotangents, out as Float64Array);
  };
};

function partsOf(
  { body }: Attributes,
  inputs: readonly TensorData[],
  planBody: (body: Graph) => Plan,
): (name: EquationOutput) => Part {
  const names = equationInputNames(inputs.length);
  return (name) => {
    const output = body!.outputs.get(name);
    if (output === undefined) return nothing;
    const graph = graphOf({ [name]: output });
    const { values, compute } = planBody(graph);
    const target = (input: string): TensorData | undefined => {
      const found = graph.inputs.find(({ attributes }) => attributes.name === input);
      return found && values.get(found);
    };
    const [ofTime, ofState, ofCotangent] = ['time', 'state', 'cotangent'].map(target);
    const result = values.get(output)!;
    return {
      evaluate(time, state, to, cotangent) {
        if (ofTime !== undefined) ofTime[0] = time;
        ofState?.set(state);
        if (cotangent !== undefined) ofCotangent?.set(cotangent);
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
}

const nothing: Part = { evaluate() {}, receive() {} };

function stepperOf(
  { method, rows }: Attributes,
  [initial]: readonly TensorData[],
  part: (name: EquationOutput) => Part,
) {
  const [derivative, first, jacobian] = [part('derivative'), part('solution'), part('jacobian')];
  const system: System = {
    size: initial.length,
    rows: rows!,
    derivative: derivative.evaluate,
    solution: first.evaluate,
    jacobian: jacobian.evaluate,
  };
  const receive = (): void => {
    for (const each of [derivative, first, jacobian]) each.receive();
  };
  const stepper: Stepper = new methods[method!](system);
  return { system, stepper, receive };
}

function problemOf(inputs: readonly TensorData[]): InitialValueProblem {
  const [initial, start, times] = inputs as readonly Float64Array[];
  return { initial, start: start[0], times };
}

const accuracyOf = ({ relative, absolute, maxSteps }: Attributes) => ({
  relative: relative!,
  absolute: absolute!,
  maxSteps: maxSteps!,
});
