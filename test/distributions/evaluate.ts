import { gradient } from '../../src/autodiff/gradient.ts';
import type { Arguments, TestPoint } from '../../src/distributions/distribution.ts';
import { referenceEngine } from '../../src/engines/reference/engine.ts';
import { Builder } from '../../src/graph/builder.ts';
import type { Node } from '../../src/graph/node.ts';

/** Named tensors: numbers are scalars, arrays vectors. */
export type Values = Readonly<Record<string, number | readonly number[] | Float64Array>>;

export type Formula = (b: Builder, inputs: Readonly<Record<string, Node>>) => Node;

function inputsOf(b: Builder, values: Values): Record<string, Node> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      b.input(name, typeof value === 'number' ? [] : [value.length]),
    ]),
  );
}

function run(b: Builder, outputs: Record<string, Node>, values: Values): Record<string, number[]> {
  // inputs that an output does not need are not asked for
  const graph = b.finish(outputs);
  const named = Object.fromEntries(
    graph.inputs.map(({ attributes }) => {
      const value = values[attributes.name!];
      return [
        attributes.name!,
        typeof value === 'number' ? Float64Array.of(value) : Float64Array.from(value),
      ];
    }),
  );
  const results = referenceEngine.prepare(graph).run(named);
  return Object.fromEntries(Object.keys(outputs).map((name) => [name, Array.from(results[name])]));
}

/** The elements of the formula's value. */
export function evaluate(formula: Formula, values: Values): number[] {
  const b = new Builder();
  return run(b, { value: formula(b, inputsOf(b, values)) }, values).value;
}

/** Value (summed where it is a tensor), gradient, and the diagonal of the Hessian, by variable. */
export function differentiate(formula: Formula, values: Values, variables: readonly string[]) {
  const b = new Builder();
  const inputs = inputsOf(b, values);
  const wrt = variables.map((name) => inputs[name]);
  const first = gradient(b, b.sum(formula(b, inputs)), wrt);
  const outputs: Record<string, Node> = {};
  variables.forEach((name, k) => {
    outputs[`first ${name}`] = first[k];
    outputs[`second ${name}`] = gradient(b, b.sum(first[k]), [wrt[k]])[0];
  });
  const results = run(b, outputs, values);
  const part = (order: string): Record<string, number[]> =>
    Object.fromEntries(variables.map((name) => [name, results[`${order} ${name}`]]));
  return { first: part('first'), second: part('second') };
}

/** A function of a distribution as a formula of `x` and its arguments. */
export const ofOutcome =
  (build: (b: Builder, x: Node, arguments_: Arguments) => Node): Formula =>
  (b, { x, ...arguments_ }) =>
    build(b, x, arguments_);

export const valuesOf = ({ x, arguments: arguments_ }: TestPoint): Values => ({ x, ...arguments_ });

/** |a − b| relative to the larger of |b| and `floor`; 0 where they are the same, infinities included. */
export function deviation(actual: number, expected: number, floor = 1): number {
  if (Object.is(actual, expected) || actual === expected) return 0;
  return Math.abs(actual - expected) / Math.max(Math.abs(expected), floor);
}
