/** Rewrites ahead of code generation: ops that others make up, and work that loops can share. */
import { Builder } from '../../../graph/builder.ts';
import type { Graph, Node } from '../../../graph/node.ts';
import { keepingAxes, sizeOf } from '../../../graph/node.ts';
import type { OpName } from '../../../graph/ops.ts';
import { type BulkPrecision, isInFloat32 } from './bulk.ts';
import { splitSums } from './split-sums.ts';

/** Gives the node that takes the place of one whose inputs are lowered already. */
type Lowering = (builder: Builder, node: Node) => Node;

/**
 * m + log Σ exp(x − m) with m the largest: nothing overflows, and the largest term is exact. An infinite
 * or NaN m is the result.
 */
const logSumExp: Lowering = (b, { inputs: [x], attributes }) => {
  const axes = attributes.axes!;
  const largest = b.max(x, axes);
  const shift = b.reshape(largest, keepingAxes(x.shape, axes));
  const total = b.sum(b.exp(b.subtract(x, shift)), axes);
  const ordinary = b.less(b.abs(largest), Infinity);
  return b.where(ordinary, b.add(largest, b.log(total)), largest);
};

/** e^(−|x|), which cannot overflow, and is the same for x and −x. */
const decay = (b: Builder, x: Node): Node =>
  b.exp(b.negate(b.abs(x.op === 'negate' ? x.inputs[0] : x)));

/** max(x, 0) + log(1 + e^(−|x|)) */
const softplus: Lowering = (b, { inputs: [x] }) => b.add(b.maximum(x, 0), b.log1p(decay(b, x)));

/** 1/(1 + e⁻ˣ) = e^(−|x|)/(1 + e^(−|x|)) for negative x, else 1/(1 + e^(−|x|)) */
const sigmoid: Lowering = (b, { inputs: [x] }) => {
  const e = decay(b, x);
  return b.divide(b.where(b.less(x, 0), e, 1), b.add(1, e));
};

/** From this many elements on, one division and as many products are quicker than as many divisions. */
const WORTH_A_RECIPROCAL = 8;

/**
 * x/c as x · (1/c) where one c divides many elements. Where 1/c overflows, as it does for denormal c, the
 * largest number stands in for it, so that 0/c stays 0.
 */
const divide: Lowering = (b, { inputs: [x, c], shape }) => {
  if (sizeOf(c.shape) !== 1 || sizeOf(shape) < WORTH_A_RECIPROCAL) return b.divide(x, c);
  if (c.op === 'constant') {
    const known = 1 / c.attributes.data![0];
    return Number.isFinite(known) && known !== 0 ? b.multiply(x, known) : b.divide(x, c);
  }
  const largest = Number.MAX_VALUE;
  const reciprocal = b.divide(1, c);
  const bounded = b.maximum(b.minimum(reciprocal, largest), -largest);
  return b.multiply(x, b.where(b.equal(c, 0), reciprocal, bounded));
};

const lowerings: Readonly<Partial<Record<OpName, Lowering>>> = { logSumExp, divide, softplus };

/** The same outputs by other means. */
export function lower(graph: Graph, bulk: BulkPrecision): Graph {
  const builder = new Builder();
  const lowered = new Map<Node, Node>();
  const whole = new Set(graph.nodes.filter((node) => isInFloat32(node, bulk)));
  const shared = sharedSigmoids(graph.nodes.filter((node) => !whole.has(node)));
  for (const node of graph.nodes) {
    const rebuild = (): Node => {
      if (node.op === 'input') {
        return builder.input(node.attributes.name!, node.shape, node.type);
      }
      const inputs = node.inputs.map((input) => lowered.get(input)!);
      const lowering = shared.has(node) ? sigmoid : lowerings[node.op];
      return lowering === undefined || whole.has(node)
        ? builder.make(node.op, inputs, node.attributes)
        : lowering(builder, { ...node, inputs });
    };
    lowered.set(
      node,
      node.origin === undefined ? rebuild() : builder.withOrigin(node.origin, rebuild),
    );
  }
  return splitSums(
    builder.finish(
      Object.fromEntries(Array.from(graph.outputs, ([name, node]) => [name, lowered.get(node)!])),
    ),
  );
}

/** Those sigmoids of an x for which a softplus, or another sigmoid of −x, needs e^(−|x|) as well. */
function sharedSigmoids(nodes: readonly Node[]): Set<Node> {
  const byArgument = new Map<Node, Node[]>();
  for (const node of nodes) {
    if (node.op !== 'softplus' && node.op !== 'sigmoid') continue;
    const [x] = node.inputs;
    const argument = x.op === 'negate' ? x.inputs[0] : x;
    byArgument.set(argument, [...(byArgument.get(argument) ?? []), node]);
  }
  const groups = [...byArgument.values()].filter((nodes) => nodes.length > 1);
  return new Set(groups.flat().filter((node) => node.op === 'sigmoid'));
}
