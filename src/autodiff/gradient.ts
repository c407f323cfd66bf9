import type { Builder } from '../graph/builder.ts';
import { graphOf } from '../graph/collect.ts';
import type { Node, Shape } from '../graph/node.ts';
import { GraphError } from '../graph/op-definition.ts';
import { accumulate } from './accumulate.ts';
import type { Pullback, PullbackContext } from './rule.ts';
import { derivativeRules } from './rules.ts';

/**
 * The gradient of a scalar, built into the same graph by reverse accumulation.
 *
 * Conventions: at a tie of `maximum`, `minimum`, `max` and `min` the derivative is shared equally; `abs`
 * has derivative 0 at 0; integers, comparisons and roundings have none. Elements that a `where` did not
 * choose contribute exactly 0, even where they or their derivatives are NaN or infinite.
 *
 * @param output a scalar
 * @param withRespectTo any nodes; the order of the result
 * @returns for each of `withRespectTo` a node of its shape; a zero constant where `output` does not
 *   depend on it
 * @throws NotDifferentiable where a function of `withRespectTo` has no derivative rule.
 */
export function gradient(builder: Builder, output: Node, withRespectTo: readonly Node[]): Node[] {
  if (output.shape.length > 0 || output.type !== 'float') {
    throw new GraphError(`only a scalar has a gradient, not a tensor of shape [${output.shape}]`);
  }
  return vectorJacobianProduct(builder, [[output, builder.constant(1)]], withRespectTo);
}

/**
 * The gradient of Σ ⟨output, cotangent⟩ over pairs of an output and a cotangent of its shape.
 *
 * @param allGuarded whether NaN may be hidden at elements of cotangent 0 everywhere
 */
export function vectorJacobianProduct(
  builder: Builder,
  seeds: readonly (readonly [output: Node, cotangent: Node])[],
  withRespectTo: readonly Node[],
  allGuarded = false,
): Node[] {
  const outputs = seeds.map(([output]) => output);
  const active = activeNodes(outputs, withRespectTo);
  const contributions = new Map<Node, Node[]>([...active].map((node) => [node, []]));
  for (const [output, cotangent] of seeds) contributions.get(output)?.push(cotangent);
  const cotangents = new Map<Node, Node>();
  const guarded = new Set<Node>();

  // a set iterates in order of insertion, here inputs first
  for (const node of [...active].reverse()) {
    const context = contextOf(builder, allGuarded || guarded.has(node), active);
    const pullAll = (): void => {
      const cotangent = accumulate(builder, contributions.get(node)!);
      cotangents.set(node, cotangent);
      node.inputs.forEach((input, k) => {
        const pullback = pullbackOf(node, k);
        if (pullback === null || !active.has(input)) return;
        if (context.guarded || mayHideNaN(node, k)) guarded.add(input);
        const pulled = sumTo(builder, pullback(context, node, cotangent, k), input.shape);
        contributions.get(input)!.push(pulled);
      });
    };
    if (node.origin === undefined) pullAll();
    else builder.withOrigin(node.origin, pullAll);
  }
  return withRespectTo.map(
    (node) => cotangents.get(node) ?? builder.broadcast(builder.constant(0), node.shape),
  );
}

/** The nodes through which `outputs` depend on `withRespectTo`, inputs first. */
function activeNodes(outputs: readonly Node[], withRespectTo: readonly Node[]): Set<Node> {
  const sources = new Set(withRespectTo.filter((node) => node.type === 'float'));
  const active = new Set<Node>();
  for (const node of graphOf(Object.fromEntries(outputs.map((output, k) => [k, output]))).nodes) {
    const depends = (input: Node, k: number): boolean =>
      active.has(input) && pullbackOf(node, k) !== null;
    if (sources.has(node) || node.inputs.some(depends)) active.add(node);
  }
  // of these, only the ones that reach an output by a path with a derivative
  const reaching = new Set<Node>(outputs);
  for (const node of [...active].reverse()) {
    if (!reaching.has(node)) active.delete(node);
    else {
      node.inputs.forEach((input, k) => {
        if (pullbackOf(node, k) !== null) reaching.add(input);
      });
    }
  }
  return active;
}

function pullbackOf(node: Node, input: number): Pullback | null {
  const rule = derivativeRules[node.op];
  return rule[Math.min(input, rule.length - 1)];
}

/** Whether an element of this input can be NaN without the result being NaN. */
function mayHideNaN({ op }: Node, input: number): boolean {
  return (op === 'where' && input > 0) || (op === 'multiplyNoNan' && input === 0);
}

function contextOf(builder: Builder, guarded: boolean, active: ReadonlySet<Node>): PullbackContext {
  return {
    builder,
    guarded,
    once: remembering(),
    isWanted: (input) => active.has(input),
    pullInside: (inner, seeds, inputs) => vectorJacobianProduct(inner, seeds, inputs, guarded),
    product(local, cotangent) {
      if (local === 1) return cotangent;
      if (local === -1) return builder.negate(cotangent);
      return guarded ? builder.multiplyNoNan(local, cotangent) : builder.multiply(local, cotangent);
    },
  };
}

/** Calls the first function it is given, and gives its result again whenever asked. */
function remembering(): <T>(build: () => T) => T {
  let result: { readonly value: unknown } | undefined;
  return <T>(build: () => T): T => {
    result ??= { value: build() };
    return result.value as T;
  };
}

/** Undoes a broadcast: what went to several elements comes back as their sum. */
function sumTo(builder: Builder, x: Node, shape: Shape): Node {
  const missing = x.shape.length - shape.length;
  const axes = x.shape.flatMap((extent, axis) =>
    axis < missing || (shape[axis - missing] === 1 && extent !== 1) ? [axis] : [],
  );
  return builder.reshape(builder.sum(x, axes), shape);
}
