import { Builder } from './builder.ts';
import { graft } from './graft.ts';
import type { Attributes, Graph, Node, TensorData } from './node.ts';
import { sizeOf } from './node.ts';
import type { OpName } from './ops.ts';
import { ops } from './ops.ts';
import { arithmeticRules } from './rewriting/arithmetic.ts';
import { checkRules } from './rewriting/checks.ts';
import { simplifiedEquation, withSimplifiedBody } from './rewriting/equations.ts';
import { layoutRules, withoutBroadcast } from './rewriting/layout.ts';
import { simplifiedLoop } from './rewriting/loops.ts';
import type { RewriteRule } from './rewriting/rule.ts';
import { stableFormRules } from './rewriting/stable-forms.ts';
import { sumRules } from './rewriting/sums.ts';

/** Computes the values of nodes that depend on constants alone. */
export type Evaluate = (nodes: readonly Node[]) => TensorData[];

/**
 * The same outputs with less work: what depends on constants alone is computed, rewrite rules are
 * applied until none applies, equal operations are shared and what no output needs is left out.
 * Simplifying twice changes nothing more.
 *
 * @param evaluate computes constant subgraphs; the reference engine's `evaluate` does
 */
export function simplify(graph: Graph, evaluate: Evaluate): Graph {
  const builder = new SimplifyingBuilder(evaluate);
  return builder.finish(graft(builder, graph));
}

const ELEMENTWISE = new Set(['unary', 'binary', 'ternary', 'quaternary']);

function rulesOf(op: OpName): RewriteRule[] {
  const own = [checkRules, arithmeticRules, stableFormRules, layoutRules, sumRules].flatMap(
    (table) => table[op] ?? [],
  );
  return ELEMENTWISE.has(ops[op].kind) ? [withoutBroadcast, ...own] : own;
}

const rules = new Map((Object.keys(ops) as OpName[]).map((op) => [op, rulesOf(op)]));

/** Ops with a body, which is simplified too. */
const withBodies: Partial<Record<OpName, typeof simplifiedLoop>> = {
  scan: simplifiedLoop,
  ode: simplifiedEquation,
  odeAdjoint: withSimplifiedBody,
};

/** A constant result of up to this many elements is always kept, a larger one if it saves memory. */
const SMALL = 1024;

/** A builder whose nodes are simplified as they are built: derivatives too, if they are taken in it. */
export class SimplifyingBuilder extends Builder {
  private readonly evaluate: Evaluate;
  private readonly simplest = new Map<Node, Node>();
  /** Nodes that depend on constants alone, with the number of elements of these constants. */
  private readonly constantSizes = new Map<Node, number>();

  /** @param evaluate computes constant subgraphs; the reference engine's `evaluate` does */
  constructor(evaluate: Evaluate) {
    super();
    this.evaluate = evaluate;
  }

  override make(op: OpName, inputs: readonly Node[], attributes: Attributes): Node {
    const node = super.make(op, inputs, attributes);
    let result = this.simplest.get(node);
    if (result === undefined) {
      // a rule that builds the node again has found nothing simpler
      this.simplest.set(node, node);
      result = this.simplified(node);
      this.simplest.set(node, result);
    }
    return result;
  }

  private simplified(node: Node): Node {
    if (node.op === 'constant') {
      this.constantSizes.set(node, sizeOf(node.shape));
      return node;
    }
    const sizes = node.inputs.map((input) => this.constantSizes.get(input));
    if (node.inputs.length > 0 && !sizes.includes(undefined)) {
      this.constantSizes.set(
        node,
        sizes.reduce<number>((sum, size) => sum + size!, 0),
      );
    }
    for (const rule of rules.get(node.op)!) {
      const simpler = rule(this, node);
      if (simpler !== undefined && simpler !== node) return simpler;
    }
    const simplifiedWithBody = withBodies[node.op];
    if (simplifiedWithBody !== undefined) {
      const simpler = simplifiedWithBody(this, node, (body) => simplify(body, this.evaluate));
      if (simpler !== node) return simpler;
    }
    return this.folded(node);
  }

  /**
   * The value of a node that depends on constants alone; a number that all its elements are is told as
   * such, so that rules see it (the condition of a `where` over data, say). Repetitions stay symbolic, as does what would
   * need much more memory than that from which it is computed.
   */
  private folded(node: Node): Node {
    const stored = this.constantSizes.get(node);
    if (stored === undefined || node.op === 'broadcast') return node;
    if (sizeOf(node.shape) > Math.max(SMALL, 4 * stored)) return node;
    const values = this.evaluate([node])[0];
    return values.length > 1 && values.every((value) => Object.is(value, values[0]))
      ? this.broadcast(this.constant(values.slice(0, 1)), node.shape)
      : this.constant(values, node.shape);
  }
}
