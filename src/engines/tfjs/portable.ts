/**
 * Rewrites a graph so that plain TensorFlow.js can compute it: every op that our engine computes by
 * an op of its own becomes a composition of ops that TensorFlow.js has, accurate to float32.
 */
import type { Span } from '../../diagnostics/span.ts';
import { Builder } from '../../graph/builder.ts';
import { graft } from '../../graph/graft.ts';
import type { Attributes, Graph, Node } from '../../graph/node.ts';
import type { OpName } from '../../graph/ops.ts';
import type { CustomOp } from './custom-ops.ts';
import { elementaryRules } from './portable-elementary.ts';
import { gammaRules } from './portable-gamma.ts';
import { normalRules } from './portable-normal.ts';
import { sortingRules } from './portable-sorting.ts';

/** Builds what the op is made of; ops that are not portable themselves are rewritten in turn. */
export type PortableRule = (builder: Builder, inputs: readonly Node[], order: number) => Node;

const INCOMPLETE_GAMMA =
  'the incomplete gamma function (the distribution function of Gamma, Poisson and others)';
const INCOMPLETE_BETA =
  'the incomplete beta function (the distribution function of Beta, Binomial and others)';

const EQUATION = 'the solution of differential equations (`ode`)';

const BETA_BINOMIAL = 'the distribution function of BetaBinomial or Hypergeometric';

/** What no combination of TensorFlow.js's functions computes, in words of the language. */
const unavailable = {
  logGammaP: INCOMPLETE_GAMMA,
  logGammaQ: INCOMPLETE_GAMMA,
  logGammaPDerivative: INCOMPLETE_GAMMA,
  logGammaQDerivative: INCOMPLETE_GAMMA,
  logSkewNormalCdf: 'the distribution function of SkewNormal',
  logBetaI: INCOMPLETE_BETA,
  logBetaIDerivative: INCOMPLETE_BETA,
  logBetaBinomialTail: BETA_BINOMIAL,
  logBetaBinomialTailDerivative: BETA_BINOMIAL,
  cholesky: 'the Cholesky factor of a matrix',
  choleskyAdjoint: 'the derivative of the Cholesky factor of a matrix',
  triangularSolve: 'the solution of a triangular system of equations',
  solve: 'the solution of a system of equations',
  logAbsDeterminant: 'the determinant of a matrix',
  eigenvalues: 'the eigenvalues of a matrix',
  eigenvectors: 'the eigenvectors of a matrix',
  ode: EQUATION,
  odeAdjoint: EQUATION,
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
  ...sortingRules,
};

class PortableBuilder extends Builder {
  override make(op: OpName, inputs: readonly Node[], attributes: Attributes): Node {
    if (attributes.body !== undefined) {
      return super.make(op, inputs, { ...attributes, body: portableForm(attributes.body) });
    }
    if (!(op in rules)) return super.make(op, inputs, attributes);
    return rules[op as keyof typeof rules](this, inputs, attributes.order ?? 0);
  }
}

/**
 * The graph in ops that TensorFlow.js has.
 *
 * @throws NotPortableError where it uses a function in the list above
 */
export function portableForm(graph: Graph): Graph {
  const builder = new PortableBuilder();
  for (const node of graph.nodes) {
    if (node.op in unavailable) {
      throw new NotPortableError(unavailable[node.op as keyof typeof unavailable], node.origin);
    }
  }
  return builder.finish(graft(builder, graph));
}
