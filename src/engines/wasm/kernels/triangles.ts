/** What products know of triangles, so as to leave out work that comes to nothing. */
import type { Node } from '../../../graph/node.ts';
import type { Context } from '../emit/context.ts';

/** Whether every use of a square matrix multiplies what lies above its diagonal by constant zeros. */
export function isReadBelow({ graph }: Context, node: Node): boolean {
  const [rows, columns] = node.shape;
  if (rows !== columns || [...graph.outputs.values()].includes(node)) return false;
  const users = graph.nodes.filter(({ inputs }) => inputs.includes(node));
  return users.length > 0 && users.every((user) => isMasked(user, node));
}

function isMasked({ op, inputs }: Node, matrix: Node): boolean {
  if (op !== 'multiply') return false;
  const mask = inputs[0] === matrix ? inputs[1] : inputs[0];
  const [size] = matrix.shape;
  const { data } = mask.attributes;
  if (mask.op !== 'constant' || data === undefined || data.length !== size * size) return false;
  return data.every((value, k) => value === 0 || k % size <= Math.floor(k / size));
}
