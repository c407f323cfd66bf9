/**
 * Sums whose terms hold logarithms: Σ (a − log b) = Σ a − Σ log b. A sum of logarithms alone is the
 * logarithm of a product, for which the loop need not take any.
 */
import { Builder } from '../../../graph/builder.ts';
import type { Graph, Node } from '../../../graph/node.ts';
import { sameShape, sizeOf } from '../../../graph/node.ts';

/** The nodes that only one other node reads, once, and that are no outputs. */
function readOnce(graph: Graph): Set<Node> {
  const count = new Map<Node, number>();
  const read = (node: Node): void => void count.set(node, (count.get(node) ?? 0) + 1);
  for (const node of graph.nodes) node.inputs.forEach(read);
  for (const output of graph.outputs.values()) {
    read(output);
    read(output);
  }
  return new Set(graph.nodes.filter((node) => count.get(node) === 1));
}

/** Whether a node is the logarithm of elements that a total, which alone reads it, can multiply. */
const isLogarithm = ({ op }: Node): boolean => op === 'log' || op === 'log1p';

const isTotal = ({ op, inputs, shape }: Node): boolean =>
  op === 'sum' && shape.length === 0 && sizeOf(inputs[0].shape) !== 1;

/** The logarithms that only one total reads: their elements are multiplied instead. */
export function multipliedLogarithms(graph: Graph): Set<Node> {
  const once = readOnce(graph);
  return new Set(
    graph.nodes.flatMap((node) => {
      const [x] = node.inputs;
      return isTotal(node) && isLogarithm(x) && once.has(x) ? [x] : [];
    }),
  );
}

/** One term of a sum: ± x, or c · x with one number c. */
interface Term {
  readonly x: Node;
  readonly isNegative: boolean;
  readonly factors: readonly Node[];
}

/** The terms of a node: itself alone where none of them is a logarithm. */
function termsOf(
  x: Node,
  once: ReadonlySet<Node>,
  isNegative = false,
  factors: Node[] = [],
): Term[] {
  const [first, second] = x.inputs;
  if (!isLogarithm(x) && holdsLogarithm(x, once)) {
    switch (x.op) {
      case 'negate':
        return termsOf(first, once, !isNegative, factors);
      case 'multiply':
        return sizeOf(second.shape) === 1
          ? termsOf(first, once, isNegative, [...factors, second])
          : termsOf(second, once, isNegative, [...factors, first]);
      default: {
        const isSecondNegative = x.op === 'subtract' ? !isNegative : isNegative;
        return [
          ...termsOf(first, once, isNegative, factors),
          ...termsOf(second, once, isSecondNegative, factors),
        ];
      }
    }
  }
  return [{ x, isNegative, factors }];
}

/** Whether sums, negations and multiples lead from a node to a logarithm that nothing else reads. */
function holdsLogarithm(node: Node, once: ReadonlySet<Node>): boolean {
  if (!once.has(node)) return false;
  const [first, second] = node.inputs;
  switch (node.op) {
    case 'log':
    case 'log1p':
      return true;
    case 'negate':
      return holdsLogarithm(first, once);
    case 'add':
    case 'subtract':
      return (
        sameShape(first.shape, second.shape) &&
        (holdsLogarithm(first, once) || holdsLogarithm(second, once))
      );
    case 'multiply':
      return (
        (sizeOf(second.shape) === 1 && holdsLogarithm(first, once)) ||
        (sizeOf(first.shape) === 1 && holdsLogarithm(second, once))
      );
    default:
      return false;
  }
}

/** Splits the totals of a graph. */
export function splitSums(graph: Graph): Graph {
  const once = readOnce(graph);
  const builder = new Builder();
  const rebuilt = new Map<Node, Node>();
  for (const node of graph.nodes) {
    const terms = isTotal(node) ? termsOf(node.inputs[0], once) : [];
    const inputs = node.inputs.map((input) => rebuilt.get(input)!);
    const rebuild = (): Node => {
      if (node.op === 'input') {
        return builder.input(node.attributes.name!, node.shape, node.type);
      }
      const isSplit = terms.length > 0 && terms[0].x !== node.inputs[0];
      return isSplit
        ? totalOf(builder, terms, rebuilt)
        : builder.make(node.op, inputs, node.attributes);
    };
    rebuilt.set(
      node,
      node.origin === undefined ? rebuild() : builder.withOrigin(node.origin, rebuild),
    );
  }
  return builder.finish(
    Object.fromEntries(Array.from(graph.outputs, ([name, node]) => [name, rebuilt.get(node)!])),
  );
}

/** The sum of the totals; terms that are neither logarithms nor multiples are summed together. */
function totalOf(b: Builder, terms: readonly Term[], rebuilt: ReadonlyMap<Node, Node>): Node {
  const join = (sum: Node | undefined, next: Node, isNegative: boolean): Node => {
    if (sum === undefined) return isNegative ? b.negate(next) : next;
    return isNegative ? b.subtract(sum, next) : b.add(sum, next);
  };
  let plain: Node | undefined;
  let total: Node | undefined;
  for (const { x, isNegative, factors } of terms) {
    const term = rebuilt.get(x)!;
    if (factors.length === 0 && !isLogarithm(x)) {
      plain = join(plain, term, isNegative);
    } else {
      const multiple = factors.reduce<Node>(
        (product, factor) => b.multiply(product, b.reshape(rebuilt.get(factor)!, [])),
        b.sum(term),
      );
      total = join(total, multiple, isNegative);
    }
  }
  return plain === undefined ? total! : join(total, b.sum(plain), false);
}
