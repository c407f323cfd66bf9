/**
 * Rewrites a graph so that plain TensorFlow.js can compute it: every op that our engine computes by
 * an op of its own becomes a composition of ops that TensorFlow.js has, accurate to float32.
 */
import type { Span } from '../../diagnostics/span.ts';
import { Builder } from '../../graph/builder.ts';
import type { Attributes, Graph, Node } from '../../graph/node.ts';
import type { OpName } from '../../graph/ops.ts';
import type { CustomOp } from './custom-ops.ts';
import { elementaryRules } from './portable-elementary.ts';
import { gammaRules } from './portable-gamma.ts';
import { normalRules } from './portable-normal.ts';

/** Builds what the op is made of; ops that are not portable themselves are rewritten in turn. */
export type PortableRule = (builder: Builder, inputs: readonly Node[], order: number) => Node;

const INCOMPLETE_GAMMA =
  'the incomplete gamma function (the distribution function of Gamma, Poisson and others)';

/** What no combination of TensorFlow.js's functions computes, in words of the language. */
const unavailable = {
  logGammaP: INCOMPLETE_GAMMA,
  logGammaQ: INCOMPLETE_GAMMA,
  logBetaI: 'the incomplete beta function (the distribution function of Beta, Binomial and others)',
} as const satisfies Partial<Record<OpName, string>>;

/** A graph uses a function that no combination of TensorFlow.js's own functions computes. */
export class NotPortableError extends Error {
  /** The part of the model text that needs the function. */
  readonly span: Span | undefined;

  constructor(what: string, span?: Span) {
    super(
      `the model cannot be saved for TensorFlow.js: it uses ${what}, which TensorFlow.js does not have`,
    );
    this.name = 'NotPortableError';
    this.span = span;
  }
}

const rules: Readonly<Record<Exclude<CustomOp, keyof typeof unavailable>, PortableRule>> = {
  ...elementaryRules,
  ...gammaRules,
  ...normalRules,
};

class PortableBuilder extends Builder {
  override make(op: OpName, inputs: readonly Node[], attributes: Attributes): Node {
    if (!(op in rules)) return super.make(op, inputs, attributes);
    return rules[op as keyof typeof rules](this, inputs, attributes.order ?? 0);
  }
}

/**
 * The graph in ops that TensorFlow.js has.
 *
 * @throws NotPortableError where it uses the incomplete gamma or beta function
 */
export function portableForm(graph: Graph): Graph {
  const builder = new PortableBuilder();
  const rewritten = new Map<Node, Node>();
  const rewrite = (node: Node): Node => {
    const { op, attributes, shape, type, inputs } = node;
    if (op === 'input') return builder.input(attributes.name!, shape, type);
    return builder.make(
      op,
      inputs.map((input) => rewritten.get(input)!),
      attributes,
    );
  };
  for (const node of graph.nodes) {
    if (node.op in unavailable) {
      throw new NotPortableError(unavailable[node.op as keyof typeof unavailable], node.origin);
    }
    rewritten.set(
      node,
      node.origin === undefined
        ? rewrite(node)
        : builder.withOrigin(node.origin, () => rewrite(node)),
    );
  }
  return builder.finish(
    Object.fromEntries(Array.from(graph.outputs, ([name, node]) => [name, rewritten.get(node)!])),
  );
}
