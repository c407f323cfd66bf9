/** What MC dropout switches off: rows of weights where that says it all, else units, by masks of their own. */
import { conv2d } from '../layers/conv2d.ts';
import { dense } from '../layers/dense.ts';
import { dropout } from '../layers/dropout.ts';
import { flatten } from '../layers/flatten.ts';
import { averagePool, maxPool } from '../layers/pooling.ts';
import type { DroppedInput } from '../lowering/dropout-masks.ts';
import { partsOf, visit } from '../semantics/tree.ts';
import type { LayerNode, TypedExpression } from '../semantics/typed-expression.ts';

/** Where what leaves a dropout layer goes. */
interface Uses {
  /** The layer in each call of its network. */
  readonly layers: Set<LayerNode>;
  /** Weights that it is multiplied by, row by row. */
  readonly weights: Set<string>;
  /** A convolution or a pool takes it. */
  inImage: boolean;
  /** It goes elsewhere too: to a norm, into a sum, out of the network. */
  elsewhere: boolean;
}

const names = new Intl.Collator('en', { numeric: true });

/**
 * The dropout layers in these expressions. Each switches off rows of the weights of the dense and convolutional layers
 * behind it, also where these stand behind `flatten`, and behind pools, through which what is off stays off where it is
 * whole channels.
 *
 * @param canBeOff whether 0 can be the value of a weight's element whatever the others are
 */
export function droppedInputs(
  roots: readonly TypedExpression[],
  canBeOff: (weight: string) => boolean,
): DroppedInput[] {
  const uses = new Map<string, Uses>();
  const see = (part: TypedExpression, by?: TypedExpression): void => {
    if (by?.kind === 'layer' && passesOn(by)) return;
    for (const { layer, hasPools } of dropoutsBefore(part)) {
      const own = uses.get(layer.name) ?? noUses();
      uses.set(layer.name, own);
      own.layers.add(layer);
      const weight = by?.kind === 'layer' ? rowsOf(by) : undefined;
      if (weight === undefined) own.elsewhere = true;
      else own.weights.add(weight);
      if (hasPools || (by?.kind === 'layer' && by.layer === conv2d.name)) own.inImage = true;
    }
  };
  const seen = new Set<TypedExpression>();
  for (const root of roots) {
    see(root);
    visit(
      root,
      (e) => {
        for (const part of partsOf(e)) see(part, e);
      },
      seen,
    );
  }
  return Array.from(uses.values(), (own) => droppedInput(own, canBeOff)).sort((a, b) =>
    names.compare(a.dropout, b.dropout),
  );
}

function noUses(): Uses {
  return { layers: new Set(), weights: new Set(), inImage: false, elsewhere: false };
}

function droppedInput(
  { layers, weights, inImage, elsewhere }: Uses,
  canBeOff: (weight: string) => boolean,
): DroppedInput {
  const [{ name, settings, axes, rank }] = layers;
  // beside rows and columns
  const channels = inImage && rank > 2 ? axes.at(-1) : undefined;
  // of an image without channels single places are off, and no row of a weight that looks at all of them
  const hasRows = !inImage || channels !== undefined;
  const rows = hasRows ? [...weights].filter(canBeOff) : [];
  return {
    dropout: name,
    rate: settings.rate as number,
    weights: rows,
    hasMask: elsewhere || rows.length < weights.size,
    ...(channels !== undefined && { channels }),
    isShared: layers.size > 1,
  };
}

/** The weight of a layer that multiplies what comes to it, row by row. */
function rowsOf({ layer, weights }: LayerNode): string | undefined {
  if (layer !== dense.name && layer !== conv2d.name) return undefined;
  const [weight] = weights;
  return weight.kind === 'variable' ? weight.name : undefined;
}

/** Whether what is switched off in front of a layer is off behind it too. */
function passesOn({ layer }: LayerNode): boolean {
  return layer === flatten.name || layer === dropout.name || isPool(layer);
}

function isPool(layer: string): boolean {
  return layer === maxPool.name || layer === averagePool.name;
}

/** The dropout layers whose result this is, flattened and pooled or not; the last first. */
function dropoutsBefore(e: TypedExpression): { layer: LayerNode; hasPools: boolean }[] {
  if (e.kind !== 'layer' || !passesOn(e)) return [];
  const before = dropoutsBefore(e.input);
  if (e.layer === dropout.name) return [{ layer: e, hasPools: false }, ...before];
  if (!isPool(e.layer)) return before;
  return before.map(({ layer }) => ({ layer, hasPools: true }));
}
