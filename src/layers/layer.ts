import type { Builder } from '../graph/builder.ts';
import type { Node, Shape } from '../graph/node.ts';

/** A dimension of what goes through a network; its size where the model itself gives it. */
export interface LayerAxis {
  readonly dimension: string;
  readonly size: number | undefined;
}

/** What can stand in the parentheses of a layer, by kind, as the layer gets it. */
interface SettingValues {
  /** A whole number of 1 or more, or a dimension: the axis along which the layer's units lie, none for one number. */
  units: readonly LayerAxis[];
  dimension: LayerAxis;
  /** A whole number of 1 or more for rows and columns, or a list of two: `3`, `[3, 5]`. */
  sizes: readonly [number, number];
  /** At least 0 and below 1. */
  share: number;
  /** One of the definition's words. */
  word: string;
}

export type SettingDefinition =
  | { readonly kind: 'units' | 'dimension' | 'share' }
  | { readonly kind: 'sizes'; readonly standard?: readonly [number, number] }
  | { readonly kind: 'word'; readonly words: readonly string[]; readonly standard: string };

type SettingDefinitions = Readonly<Record<string, SettingDefinition>>;
export type SettingValue = SettingValues[keyof SettingValues];
type SettingsOf<Definitions extends SettingDefinitions> = {
  readonly [Name in keyof Definitions]: SettingValues[Definitions[Name]['kind']];
};

/** Where a layer stands. */
export interface LayerPlace<Settings> {
  /** The dimensions of one example as it comes to the layer. */
  readonly input: readonly LayerAxis[];
  readonly settings: Settings;
  /** A dimension of the layer's own; `part` tells apart those of one layer. */
  readonly ownAxis: (part: string, size: number) => LayerAxis;
}

export interface PlacedLayer {
  /** The dimensions of one example as it leaves the layer. */
  readonly output: readonly LayerAxis[];
  readonly weights?: {
    readonly weight: readonly LayerAxis[];
    readonly bias?: readonly LayerAxis[];
    /** The leading axes of the weight, whose sizes multiply to the number of inputs that add up in one output, `fan_in`. */
    readonly fanIn: readonly LayerAxis[];
    /** The same for the number of outputs that one input reaches, `fan_out`. */
    readonly fanOut: readonly LayerAxis[];
  };
}

/** Why a layer cannot stand where it does. */
export interface Misfit {
  readonly problem: string;
  readonly hint?: string;
}

/** A layer of a network. */
export interface LayerDefinition<Definitions extends SettingDefinitions> {
  readonly name: string;
  /** One line for the reference. */
  readonly summary: string;
  /** In the order of positional arguments. */
  readonly settings: Definitions;
  /** Whether it has a weight, and whether a bias (and so also an activation). */
  readonly trained?: 'weight' | 'weight and bias';
  /** The name of the setting that says of which dimension its input are members; of other layers the input are numbers. */
  readonly membersOf?: keyof Definitions & string;
  /** The shapes: what leaves the layer, and what it has to learn. */
  readonly place: (place: LayerPlace<SettingsOf<Definitions>>) => PlacedLayer | Misfit;
  /**
   * @param x of shape [examples, …input]
   * @param weights the weight and, unless left out, the bias, in the shapes that `place` gives them
   * @param output the shape of one example's result
   * @returns of shape [examples, …output]
   */
  readonly build: (
    b: Builder,
    x: Node,
    weights: readonly Node[],
    output: Shape,
    settings: SettingsOf<Definitions>,
  ) => Node;
  /**
   * Of layers that give the product of this with the weight as a matrix [fan_in, units], and the bias: what is multiplied,
   * of shape [rows, fan_in], with one row or several for each example. The arguments are those of `build`.
   */
  readonly factor?: LayerDefinition<Definitions>['build'];
}

export type Layer = LayerDefinition<SettingDefinitions>;

/** The row of a layer; its settings are read by its definitions of them. */
export function layer<const Definitions extends SettingDefinitions>(
  definition: LayerDefinition<Definitions>,
): Layer {
  return definition as unknown as Layer;
}

/** The dimensions of an example in words: `[row, col]`, `one number`. */
export function describeInput(input: readonly LayerAxis[]): string {
  if (input.length === 0) return 'one number';
  return `[${input.map(({ dimension }) => dimension).join(', ')}]`;
}
