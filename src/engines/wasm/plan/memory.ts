/** Where everything is in the memory that one run works in. */
import type { Graph, Node } from '../../../graph/node.ts';
import { sizeOf } from '../../../graph/node.ts';
import { GraphError } from '../../../graph/op-definition.ts';
import type { FlatInput } from '../../engine.ts';
import { type LiveRange, liveRanges } from './live-ranges.ts';
import { mayReplace } from './replace.ts';
import type { Schedule } from './schedule.ts';
import { isContiguous, type Views } from './views.ts';

/** Bytes before the inputs, where a run that fails says why. */
export const FAILURE_BYTES = 16;

/** Addresses in bytes, relative to the start of the workspace. */
export interface Workspace {
  readonly inputs: number;
  readonly outputs: number;
  /** Memory that each kernel may use while it runs. */
  readonly scratch: number;
  readonly bytes: number;
  /** Of inputs and of everything computed that is in memory. */
  readonly addresses: ReadonlyMap<Node, number>;
  /** Outputs that are copied in the end, as they are views, come twice, or take the place of what is read till then. */
  readonly copies: readonly { readonly output: Node; readonly address: number }[];
}

const aligned = (bytes: number): number => Math.ceil(bytes / 16) * 16;
const bytesOf = (node: Node): number => 8 * sizeOf(node.shape);

/** Lays out inputs, outputs and temporaries; temporaries that never live together share memory. */
export function planWorkspace(
  graph: Graph,
  schedule: Schedule,
  views: Views,
  inputs: readonly FlatInput[],
  outputs: readonly string[],
  scratchBytes: number,
): Workspace {
  const addresses = new Map<Node, number>();
  let next = FAILURE_BYTES;
  const byName = new Map(graph.inputs.map((node) => [node.attributes.name!, node]));
  const copies: { output: Node; address: number }[] = [];
  const canBeWritten = (output: Node): boolean => {
    const { source, offset, strides } = views.of(output);
    return (
      schedule.stepOf.has(source) &&
      !addresses.has(source) &&
      offset === 0 &&
      bytesOf(source) === bytesOf(output) &&
      isContiguous(output.shape, strides)
    );
  };
  for (const { name, size, next: replacement } of inputs) {
    const node = byName.get(name);
    if (node !== undefined) addresses.set(node, next);
    if (replacement !== undefined) {
      const output = graph.outputs.get(replacement)!;
      const { source } = views.of(output);
      const inPlace =
        canBeWritten(output) &&
        (node === undefined || mayReplace(node, source, graph, schedule, views));
      if (inPlace) addresses.set(source, next);
      else if (output !== node) copies.push({ output, address: next });
    }
    next += 8 * size;
  }
  const missing = graph.inputs.find((node) => !addresses.has(node));
  if (missing !== undefined) {
    throw new GraphError(`there is no place for the input ${missing.attributes.name}`);
  }
  const outputsAt = aligned(next);
  next = outputsAt;
  for (const name of outputs) {
    const output = graph.outputs.get(name)!;
    if (canBeWritten(output)) addresses.set(views.of(output).source, next);
    else copies.push({ output, address: next });
    next += bytesOf(output);
  }
  const ranges = liveRanges(graph, schedule, views).filter(({ node }) => !addresses.has(node));
  const end = placeTemporaries(ranges, aligned(next), addresses);
  // pairs of elements are read one element beyond an odd end
  const scratch = aligned(end + 8);
  return {
    inputs: FAILURE_BYTES,
    outputs: outputsAt,
    scratch,
    bytes: scratch + aligned(scratchBytes),
    addresses,
    copies,
  };
}

/** Temporaries of at most so many bytes share no memory: thousands of scalars are not worth the search. */
const SMALL = 16;

/** First fit, the largest first: each at the lowest address free throughout its live range. */
function placeTemporaries(
  ranges: readonly LiveRange[],
  start: number,
  addresses: Map<Node, number>,
): number {
  const placed: (LiveRange & { readonly from: number; readonly to: number })[] = [];
  let end = start;
  const isSmall = ({ node }: LiveRange): boolean => bytesOf(node) <= SMALL;
  const bySize = ranges
    .filter((range) => !isSmall(range))
    .sort(
      (a, b) => bytesOf(b.node) - bytesOf(a.node) || a.first - b.first || a.node.id - b.node.id,
    );
  for (const range of bySize) {
    const bytes = aligned(bytesOf(range.node));
    let from = start;
    for (const other of placed) {
      if (other.first > range.last || other.last < range.first) continue;
      if (from + bytes <= other.from) break;
      from = Math.max(from, other.to);
    }
    addresses.set(range.node, from);
    const entry = { ...range, from, to: from + bytes };
    const at = placed.findIndex((other) => other.from > from);
    placed.splice(at < 0 ? placed.length : at, 0, entry);
    end = Math.max(end, entry.to);
  }
  for (const { node } of ranges.filter(isSmall)) {
    addresses.set(node, end);
    end += SMALL;
  }
  return end;
}
