import { type Node, sizeOf } from '../graph/node.ts';
import type { DecodedNode } from '../semantics/typed-expression.ts';
import { decoders } from './combinators/decoding.ts';
import type { Environment } from './environment.ts';
import { lowerExpression } from './expression.ts';
import { ingredientsOf } from './law.ts';
import { outcomeOf } from './observe.ts';

/** Cells that are not observed say nothing of their states. */
export function lowerDecoded(e: DecodedNode, environment: Environment): Node {
  const b = environment.builder;
  const shape = environment.shapeOf(e.axes);
  if (sizeOf(shape) === 0) return b.constant(new Float64Array(0), shape);
  const { left, distribution } = e;
  const { values, present } = outcomeOf(e, environment) ?? {
    values: lowerExpression(left, environment),
    present: b.constant(0),
  };
  const ingredients = ingredientsOf(distribution, left.axes, environment);
  const decoded = decoders[e.decoding](ingredients, values, present);
  return b.reshape(decoded, shape);
}
