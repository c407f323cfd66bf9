/** The weights of a model's networks, and which of them MC dropout switches off. */
import { modelExpressions } from '../binding/references.ts';
import { dense } from '../layers/dense.ts';
import { dropout } from '../layers/dropout.ts';
import { flatten } from '../layers/flatten.ts';
import type { DroppedInput } from '../lowering/dropout-masks.ts';
import { axisDimension } from '../semantics/axes.ts';
import { partsOf, visit } from '../semantics/tree.ts';
import type { LayerNode, TypedExpression, TypedModel } from '../semantics/typed-model.ts';

export interface NetworkWeights {
  /** By parameter, how many leading axes run over what adds up in one output. */
  readonly fanIn: ReadonlyMap<string, number>;
  readonly dropped: readonly DroppedInput[];
  /** The dimensions of the examples that go through dropout layers. */
  readonly examples: readonly string[];
  /** In words, why a dropout layer cannot be read as one of weights. */
  readonly problem: string | undefined;
}

/** A dropout layer switches off rows of a weight where a dense layer follows it, also behind `flatten`. */
export function networkWeights(model: TypedModel): NetworkWeights {
  const fanIn = new Map<string, number>();
  const dropped = new Map<string, DroppedInput>();
  const examples = new Set<string>();
  let problem: string | undefined;
  const refuse = (dropper: LayerNode, where: string): void => {
    problem ??= `MC dropout switches off inputs of dense layers, and \`${dropper.name}\` stands ${where}`;
  };
  const see = (e: TypedExpression): void => {
    if (e.kind === 'layer' && e.weights.length > 0) fanIn.set(nameOf(e.weights[0]), e.fanIn);
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
      for (const axis of dropper.axes.slice(0, dropper.axes.length - dropper.rank)) {
        examples.add(axisDimension(axis) ?? axis);
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
    const last = dropperOf(root);
    if (last !== undefined) refuse(last, 'before no layer');
    visit(root, see, seen);
  }
  return { fanIn, dropped: [...dropped.values()], examples: [...examples], problem };
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
