/** The weights of a model's networks, and which of them MC dropout switches off. */
import { modelExpressions } from '../binding/references.ts';
import { dense } from '../layers/dense.ts';
import { dropout } from '../layers/dropout.ts';
import { flatten } from '../layers/flatten.ts';
import type { DroppedInput } from '../lowering/dropout-masks.ts';
import { axisDimension } from '../semantics/axes.ts';
import { eventAxesOf } from '../semantics/distribution-facts.ts';
import { partsOf, visit } from '../semantics/tree.ts';
import type {
  Axis,
  LayerNode,
  TypedExpression,
  TypedModel,
  TypedParam,
} from '../semantics/typed-model.ts';

export interface NetworkWeights {
  /** By parameter, how many leading axes run over what adds up in one output. */
  readonly fanIn: ReadonlyMap<string, number>;
  readonly dropped: readonly DroppedInput[];
  /** Weights and biases that one dense layer uses for the examples of one dimension, and nothing else uses. */
  readonly local: readonly string[];
  /** The dimensions of the examples that go through networks. */
  readonly examples: readonly string[];
  /** In words, why a dropout layer cannot be read as one of weights. */
  readonly problem: string | undefined;
}

/** A dropout layer switches off rows of a weight where a dense layer follows it, also behind `flatten`. */
export function networkWeights(model: TypedModel): NetworkWeights {
  const fanIn = new Map<string, number>();
  const dropped = new Map<string, DroppedInput>();
  const examples = new Set<string>();
  /** Of variables: 1 where one dense layer has it for a weight and nothing else uses it, else 2. */
  const uses = new Map<string, 1 | 2>();
  let problem: string | undefined;
  const refuse = (dropper: LayerNode, where: string): void => {
    problem ??= `MC dropout switches off inputs of dense layers, and \`${dropper.name}\` stands ${where}`;
  };
  const see = (e: TypedExpression): void => {
    if (e.kind === 'layer' && e.weights.length > 0) {
      fanIn.set(nameOf(e.weights[0]), e.fanIn);
      for (const axis of examplesOf(e)) examples.add(axisDimension(axis) ?? axis);
    }
    for (const part of partsOf(e)) {
      if (part.kind !== 'variable') continue;
      const isLocal = e.kind === 'layer' && e.layer === dense.name && e.weights.includes(part);
      uses.set(part.name, uses.has(part.name) || !isLocal || examplesOf(e).length !== 1 ? 2 : 1);
    }
    for (const part of partsOf(e)) {
      const dropper = dropperOf(part);
      if (dropper === undefined || (e.kind === 'layer' && e.layer === flatten.name)) continue;
      if (e.kind !== 'layer' || e.layer !== dense.name) {
        refuse(
          dropper,
          e.kind === 'layer' ? `before \`${e.name}\`, a ${e.layer}` : 'before no layer',
        );
        continue;
      }
      dropped.set(dropper.name, {
        dropout: dropper.name,
        rate: dropper.settings.rate as number,
        weight: nameOf(e.weights[0]),
        isShared: dropped.has(dropper.name),
      });
    }
  };
  const seen = new Set<TypedExpression>();
  for (const root of modelExpressions(model)) {
    if (root.kind === 'variable') uses.set(root.name, 2);
    const last = dropperOf(root);
    if (last !== undefined) refuse(last, 'before no layer');
    visit(root, see, seen);
  }
  const local = model.statements.flatMap((s) =>
    s.kind === 'param' && uses.get(s.name) === 1 && isPlain(s) ? [s.name] : [],
  );
  return { fanIn, dropped: [...dropped.values()], local, examples: [...examples], problem };
}

/** Whether the coordinates of a parameter are its elements, each with a prior of its own. */
export function isPlain({ lower, upper, constraint, prior, headAxes }: TypedParam): boolean {
  const isFree = lower === undefined && upper === undefined && constraint === undefined;
  return isFree && eventAxesOf(prior, headAxes).length === 0;
}

function examplesOf(e: LayerNode): readonly Axis[] {
  return e.input.axes.slice(0, e.input.axes.length - e.rank);
}

/** A layer's weights are parameters. */
function nameOf(weight: TypedExpression): string {
  return (weight as TypedExpression & { readonly name: string }).name;
}

/** The dropout layer whose result this is, also flattened. */
function dropperOf(e: TypedExpression): LayerNode | undefined {
  if (e.kind !== 'layer') return undefined;
  if (e.layer === dropout.name) return e;
  return e.layer === flatten.name ? dropperOf(e.input) : undefined;
}
