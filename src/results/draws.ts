/** Draws of one named quantity. */
export interface DrawColumn {
  readonly name: string;
  /** Empty for a scalar. */
  readonly shape: readonly number[];
  /** Per dimension its labels, or `undefined` where it has none. */
  readonly labels: readonly (readonly string[] | undefined)[];
  /** Names of the dimensions. */
  readonly dimensions: readonly string[];
  /** Row-major, draws × elements. */
  readonly values: Float64Array;
  /**
   * Of parameters, where networks are replaced by their tangents: the elements at the point of the tangents; of an
   * ensemble those of each member, of whose draws there are equally many, one after the other.
   */
  readonly centre?: Float64Array;
}

/** Draws of several quantities by name, in the order of their declaration. */
export class Draws {
  /** How many draws there are of each quantity. */
  readonly count: number;
  /** Where the draws are Markov chains, of equal length, one after the other: how many. */
  readonly chains: number | undefined;
  readonly columns: ReadonlyMap<string, DrawColumn>;
  /** Figures of each draw by name: of Markov chains `energy`, `diverging`, …; of resampled draws `errorFactor`, what its squared deviation counts in the squared error of a mean. */
  readonly statistics: Readonly<Record<string, Float64Array>>;

  /** Throws a RangeError where values, shapes, labels and `count` do not fit together, or a name comes twice. */
  constructor(
    count: number,
    columns: readonly DrawColumn[],
    chains?: number,
    statistics: Readonly<Record<string, Float64Array>> = {},
  ) {
    this.count = count;
    this.chains = chains;
    this.statistics = statistics;
    if (chains !== undefined && count % chains !== 0)
      throw new RangeError(`${count} draws are no ${chains} chains of equal length`);
    this.columns = new Map(columns.map((column) => [column.name, column]));
    if (this.columns.size < columns.length) throw new RangeError('two columns have the same name');
    for (const { name, shape, labels, values } of columns) {
      if (values.length !== count * elementCount(shape))
        throw new RangeError(
          `${name} has ${values.length} values, not ${count} draws of ${elementCount(shape)} elements`,
        );
      const fits = shape.every((size, axis) => (labels[axis]?.length ?? size) === size);
      if (!fits || labels.length > shape.length)
        throw new RangeError(`the labels of ${name} do not fit its shape`);
    }
  }

  /** The quantity of that name; a RangeError where there is none. */
  column(name: string): DrawColumn {
    const column = this.columns.get(name);
    if (column === undefined) throw new RangeError(`there are no draws of ${name}`);
    return column;
  }

  /** The draws of one element, by its row-major position from 0. */
  element(name: string, position: number): Float64Array {
    const { shape, values } = this.column(name);
    const size = elementCount(shape);
    if (!(position >= 0 && position < size))
      throw new RangeError(`${name} has ${size} elements, and none at ${position}`);
    const draws = new Float64Array(this.count);
    for (let k = 0; k < draws.length; k++) draws[k] = values[k * size + position];
    return draws;
  }
}

export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}
