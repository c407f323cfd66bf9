import type { TypedModel } from '../semantics/typed-model.ts';
import type { GivenInput } from './given-input.ts';

/** What the given inputs say about one dimension. */
export interface DimensionEvidence {
  /** Inputs over the dimension, and how many members they have. */
  readonly sizes: { readonly input: string; readonly words: string; readonly size: number }[];
  /** Labels under which members were given. */
  readonly keys: {
    readonly input: string;
    readonly words: string;
    readonly labels: readonly string[];
  }[];
  /** Inputs whose values are members of the dimension. */
  readonly indexes: GivenInput[];
}

/** Members of a dimension that are known from elsewhere. */
export interface KnownMembers {
  /** In words, as in "`y` has 3, but the fit has 2". */
  readonly words: string;
  readonly size: number;
  readonly labels?: readonly string[];
}

/** Adds members that are known to dimensions of which no input that must be there says anything. */
export function addKnownMembers(
  evidence: ReadonlyMap<string, DimensionEvidence>,
  known: ReadonlyMap<string, KnownMembers>,
  mayMiss: ReadonlySet<string>,
): void {
  for (const [input, { words, size, labels }] of known) {
    const { sizes, keys, indexes } = evidence.get(input)!;
    if (sizes.length > 0 || keys.length > 0) continue;
    if (!indexes.every(({ declaration }) => mayMiss.has(declaration.name))) continue;
    if (labels === undefined) sizes.push({ input, words, size });
    else keys.push({ input, words, labels });
  }
}

export function collectEvidence(
  model: TypedModel,
  given: ReadonlyMap<string, GivenInput>,
  memberLabels: ReadonlyMap<string, readonly string[]>,
): ReadonlyMap<string, DimensionEvidence> {
  const evidence = new Map<string, DimensionEvidence>();
  for (const name of model.dimensions.keys()) {
    const labels = memberLabels.get(name);
    const keys =
      labels === undefined ? [] : [{ input: name, words: `the list \`${name}\``, labels }];
    evidence.set(name, { sizes: [], keys, indexes: [] });
  }
  for (const input of given.values()) {
    const { declaration, origin } = input;
    const { name, axes, type } = declaration;
    axes.forEach((dimension, axis) => {
      const found = evidence.get(dimension)!;
      const size = input.sizes[axis];
      const labels = input.keys[axis];
      if (labels === undefined) {
        if (size !== undefined) found.sizes.push({ input: name, words: `\`${name}\``, size });
        return;
      }
      // the inputs of one table share the labels of its rows
      if (found.keys.some((keys) => keys.labels === labels)) return;
      const isRows = origin !== undefined && axis === 0;
      const words = isRows ? `column \`${dimension}\` of ${origin.table.name}` : `\`${name}\``;
      found.keys.push({ input: name, words, labels });
    });
    if (type.dimension !== undefined) evidence.get(type.dimension)!.indexes.push(input);
  }
  return evidence;
}
