import { graphOf } from '../graph/collect.ts';
import { type Node, sizeOf } from '../graph/node.ts';
import { lower } from '../transforms/index.ts';
import type { ExampleModel } from './example.ts';
import type { LoweredParameter } from './parameter.ts';

/** Ops that leave numbers what they are. */
const arrangements: ReadonlySet<string> = new Set(['broadcast', 'reshape', 'transpose']);

/**
 * The positive number to whose square all that examples tell of other parameters is in inverse proportion: the scale of
 * every observed value that depends on parameters, or in known proportion to it, and a part of nothing else.
 */
export function noiseScale({ lowered, outcomes }: ExampleModel): LoweredParameter | undefined {
  const { parameters } = lowered;
  const unknown = new Set(parameters.map(({ input }) => input));
  const isKnown = (node: Node): boolean => ![...inputsOf(node)].some((input) => unknown.has(input));
  const informative = outcomes.filter(({ arguments: given }) =>
    given.some(({ isUnknown }) => isUnknown),
  );
  if (informative.length === 0) return undefined;
  return parameters.find((parameter) => {
    const isApart = (node: Node): boolean => !inputsOf(node).has(parameter.input);
    return (
      isPositiveNumber(parameter) &&
      parameters.every(
        (other) => other === parameter || (isApart(other.value) && isApart(other.logPrior)),
      ) &&
      informative.every(
        ({ information: { scale }, arguments: given }) =>
          scale !== undefined &&
          given.every(({ name, node }) =>
            name === scale ? isMultiple(node, parameter.value, isKnown) : isApart(node),
          ),
      )
    );
  });
}

/** Whether it is e to the power of its one coordinate. */
function isPositiveNumber({ declaration, transform, shape }: LoweredParameter): boolean {
  const bound = declaration.lower;
  const isFromZero = bound?.kind === 'number' && bound.value === 0;
  return transform === lower && isFromZero && sizeOf(shape) === 1;
}

/** Whether a node is another times known numbers. */
function isMultiple(node: Node, of: Node, isKnown: (node: Node) => boolean): boolean {
  if (node === of) return true;
  const { op, inputs } = node;
  const [first, second] = inputs;
  if (arrangements.has(op)) return isMultiple(first, of, isKnown);
  if (op === 'divide') return isMultiple(first, of, isKnown) && isKnown(second);
  return (
    op === 'multiply' &&
    ((isMultiple(first, of, isKnown) && isKnown(second)) ||
      (isMultiple(second, of, isKnown) && isKnown(first)))
  );
}

function inputsOf(node: Node): Set<Node> {
  return new Set(graphOf({ node }).inputs);
}
