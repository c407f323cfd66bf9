import type { Builder } from '../graph/builder.ts';
import { graft } from '../graph/graft.ts';
import { loopBody, scan } from '../graph/loop.ts';
import { identityMatrix } from '../graph/matrix-composites.ts';
import type { Node } from '../graph/node.ts';
import { sizeOf } from '../graph/node.ts';
import type { PullbackContext } from './rule.ts';

/** Vectors of up to this many elements that do not come element by element are differentiated so. */
const FEW = 8;

/**
 * The Jacobian of a vector [n] with respect to tensors: [n, size] for each of them, row by row from the gradient
 * of each element. A vector put together from single numbers is taken apart into them, so that each row has
 * what its number depends on and no more; of one with many elements a loop makes the rows from unit vectors.
 *
 * @param inputs of the builder's graph, and no other nodes
 */
export function jacobian(
  b: Builder,
  pull: PullbackContext['pullInside'],
  output: Node,
  inputs: readonly Node[],
): Node[] {
  const [size] = output.shape;
  const elements = elementsOf(b, output);
  if (elements === undefined && size > FEW) return jacobianByLoop(b, pull, output, inputs);
  const rows = Array.from({ length: size }, (_, k) => {
    const element = elements?.[k] ?? b.reshape(b.slice(output, [k], [1]), []);
    return pull(b, [[element, b.constant(1)]], inputs);
  });
  return inputs.map(({ shape }, j) =>
    b.concatenate(
      rows.map((row) => b.reshape(row[j], [1, sizeOf(shape)])),
      0,
    ),
  );
}

/** The single numbers that a vector was put together from. */
function elementsOf(b: Builder, { op, inputs, shape }: Node): Node[] | undefined {
  if (op !== 'concatenate' || inputs.length !== shape[0]) return undefined;
  return inputs.map((part) => b.reshape(part, []));
}

function jacobianByLoop(
  b: Builder,
  pull: PullbackContext['pullInside'],
  output: Node,
  inputs: readonly Node[],
): Node[] {
  const [size] = output.shape;
  const graph = b.finish({ output });
  const given = graph.inputs;
  const identity = identityMatrix(b, size);
  const none = b.constant(new Float64Array(0), [0]);
  const body = loopBody(
    { initial: none, sliced: [identity], invariants: given },
    (inner, state, [unit], wholes) => {
      const stand = new Map(given.map(({ attributes }, k) => [attributes.name!, wholes[k]]));
      const outputs = graft(inner, graph, stand);
      const wanted = inputs.map((input) => {
        const at = given.indexOf(input);
        return at < 0 ? inner.broadcast(inner.constant(0), input.shape) : wholes[at];
      });
      const row = pull(inner, [[outputs.output, unit]], wanted);
      const flat = row.map((part) => inner.reshape(part, [sizeOf(part.shape)]));
      return { next: state, emitted: inner.concatenate(flat, 0) };
    },
  );
  const { emitted } = scan(b, {
    initial: none,
    sliced: [identity],
    invariants: given,
    steps: size,
    body,
    reverse: false,
  });
  let begin = 0;
  return inputs.map(({ shape }) => {
    const columns = sizeOf(shape);
    begin += columns;
    return b.slice(emitted, [0, begin - columns], [size, columns]);
  });
}
