import type { Node } from '../../graph/node.ts';
import { sizeOf } from '../../graph/node.ts';
import { bodyInputNames } from '../../graph/scan-shape.ts';
import { EngineLimitError } from '../engine-limit.ts';
import { type Lower, type Lowering, OTHER_ENGINE } from './lowering.ts';

/** Loops are written out step by step, up to this many operations. */
const MAX_OPERATIONS = 20_000;

/** Step after step; what no step changes is written once. */
export const scan: Lower = (to, node) => {
  const { body, extent, sliced, reverse } = node.attributes;
  const steps = extent!;
  const names = bodyInputNames(node.inputs.length, sliced!);
  const positionOf = (input: Node): number => names.indexOf(input.attributes.name!);
  const moving = new Set<Node>();
  for (const part of body!.nodes) {
    const moves =
      part.op === 'input'
        ? positionOf(part) <= sliced!
        : part.inputs.some((input) => moving.has(input));
    if (moves) moving.add(part);
  }
  const operations = steps * moving.size;
  if (operations > MAX_OPERATIONS) {
    throw new EngineLimitError(
      to.originOf(node),
      `the engine tfjs writes out each step of a recurrence: ${steps} steps of ${moving.size} operations, here with derivatives, are more than the ${MAX_OPERATIONS} operations it takes`,
      OTHER_ENGINE,
    );
  }

  const [next, emitted] = ['next', 'emitted'].map((name) => body!.outputs.get(name)!);
  const common = to.inside(node);
  for (const part of body!.nodes) {
    if (moving.has(part)) continue;
    if (part.op === 'input') common.receive(part, to.value(node.inputs[positionOf(part)]));
    else common.lower(part);
  }
  const rows = new Array<string>(steps);
  let state = to.value(node.inputs[0]);
  for (let k = 0; k < steps; k++) {
    const at = reverse ? steps - 1 - k : k;
    const step = common.inside(node);
    for (const part of moving) {
      if (part.op !== 'input') step.lower(part);
      else if (positionOf(part) === 0) step.receive(part, state);
      else step.receive(part, sliceOf(to, node.inputs[positionOf(part)], at));
    }
    rows[at] = step.value(emitted);
    state = step.value(next);
  }
  const parts = [
    ...(sizeOf(emitted.shape) > 0 ? rows : []),
    ...(sizeOf(next.shape) > 0 ? [state] : []),
  ];
  return parts.length === 1
    ? parts[0]
    : to.writer.node('ConcatV2', [...parts, to.writer.integer(0)], { N: { i: parts.length } });
};

function sliceOf({ writer, value }: Lowering, x: Node, at: number): string {
  const shape = x.shape.slice(1);
  return sizeOf(shape) === 0
    ? writer.tensor([], shape, x.type)
    : writer.node('GatherV2', [value(x), writer.integer(at), writer.integer(0)]);
}
