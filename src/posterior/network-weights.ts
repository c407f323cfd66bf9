/** The weights of a model's networks, and which of them MC dropout switches off. */
import { modelExpressions, statementExpressions } from '../binding/references.ts';
import { dense } from '../layers/dense.ts';
import { dropout } from '../layers/dropout.ts';
import { layers } from '../layers/index.ts';
import type { DroppedInput } from '../lowering/dropout-masks.ts';
import { axisDimension } from '../semantics/axes.ts';
import { eventAxesOf } from '../semantics/distribution-facts.ts';
import { partsOf, visit } from '../semantics/tree.ts';
import type { Axis, LayerNode, TypedExpression } from '../semantics/typed-expression.ts';
import type { TypedModel, TypedParam } from '../semantics/typed-model.ts';
import { droppedInputs } from './dropped-inputs.ts';

export interface NetworkWeights {
  /** By parameter, how many leading axes run over what adds up in one output. */
  readonly fanIn: ReadonlyMap<string, number>;
  /** All weights and biases. */
  readonly names: readonly string[];
  readonly dropped: readonly DroppedInput[];
  /** Weights and biases that one dense layer uses for the examples of one dimension, and nothing else uses. */
  readonly local: readonly string[];
  /** Weights and biases of layers that multiply what comes in by a weight, which nothing else uses. */
  readonly linear: readonly string[];
  /** The dimensions of the examples that go through networks. */
  readonly examples: readonly string[];
  /** The layers that give the results of networks: those that no other layer takes in. */
  readonly results: readonly LayerNode[];
  /** The weights and biases of the last layers that have some. */
  readonly last: readonly string[];
}

export function networkWeights(model: TypedModel): NetworkWeights {
  const fanIn = new Map<string, number>();
  const examples = new Set<string>();
  const names = new Set<string>();
  const all = layersIn(modelExpressions(model));
  for (const layer of all) {
    if (!hasWeights(layer)) continue;
    for (const weight of layer.weights) names.add(nameOf(weight));
    fanIn.set(nameOf(layer.weights[0]), layer.fanIn);
    for (const axis of examplesOf(layer)) examples.add(axisDimension(axis) ?? axis);
  }
  // outputs are no part of what is trained
  const trained = model.statements
    .filter(({ kind }) => kind !== 'output')
    .flatMap((statement) => statementExpressions(statement));
  const plain = new Set(
    model.statements.flatMap((s) => (s.kind === 'param' && isPlain(s) ? [s.name] : [])),
  );
  const results = outermost(all, model);
  return {
    fanIn,
    names: [...names],
    dropped: droppedInputs(trained, (name) => plain.has(name)),
    local: weightsOf(model, trained, (e, isFirst) => isFirst && isLocalTo(e)),
    linear: weightsOf(model, trained, (e) => layers.get(e.layer)?.factor !== undefined),
    examples: [...examples],
    results,
    last: [...new Set(lastWeights(results, model))],
  };
}

/** Those that stand in none of the others, by way of lets neither. */
function outermost(layers: readonly LayerNode[], { statements }: TypedModel): LayerNode[] {
  const lets = new Map(statements.flatMap((s) => (s.kind === 'let' ? [[s.name, s.value]] : [])));
  const inner = new Set(
    layersIn(
      layers.map(({ input }) => input),
      lets,
    ),
  );
  return layers.filter((layer) => !inner.has(layer));
}

function lastWeights(results: readonly LayerNode[], model: TypedModel): string[] {
  return results.flatMap((layer) =>
    hasWeights(layer)
      ? layer.weights.map(nameOf)
      : lastWeights(outermost(layersIn([layer.input]), model), model),
  );
}

/** A mask of dropout is none. */
function hasWeights({ layer, weights }: LayerNode): boolean {
  return weights.length > 0 && layer !== dropout.name;
}

/** Whether weights may be summed out there: a dense layer for the examples of one dimension. */
function isLocalTo(e: LayerNode): boolean {
  return e.layer === dense.name && examplesOf(e).length === 1;
}

/**
 * Weights and biases that layers use as such and nothing else does.
 *
 * @param suits whether a layer may use them, `isFirst` where none did before
 */
function weightsOf(
  model: TypedModel,
  roots: readonly TypedExpression[],
  suits: (e: LayerNode, isFirst: boolean) => boolean,
): string[] {
  const used = new Map<string, boolean>();
  const seen = new Set<TypedExpression>();
  for (const root of roots) {
    if (root.kind === 'variable') used.set(root.name, false);
    visit(
      root,
      (e) => {
        for (const part of partsOf(e)) {
          if (part.kind !== 'variable') continue;
          const before = used.get(part.name);
          const isWeight = e.kind === 'layer' && e.weights.includes(part);
          const isSuited = isWeight && suits(e, before === undefined);
          used.set(part.name, before !== false && isSuited);
        }
      },
      seen,
    );
  }
  return model.statements.flatMap((s) =>
    s.kind === 'param' && used.get(s.name) === true && isPlain(s) ? [s.name] : [],
  );
}

/** @param lets that are looked into, by name */
function layersIn(
  roots: readonly TypedExpression[],
  lets: ReadonlyMap<string, TypedExpression> = new Map(),
): LayerNode[] {
  const found: LayerNode[] = [];
  const seen = new Set<TypedExpression>();
  const see = (e: TypedExpression): void => {
    if (e.kind === 'layer') found.push(e);
    const definition = e.kind === 'variable' ? lets.get(e.name) : undefined;
    if (definition !== undefined) visit(definition, see, seen);
  };
  for (const root of roots) visit(root, see, seen);
  return found;
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
