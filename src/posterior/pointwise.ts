import type { Engine } from '../engines/engine.ts';
import { evaluate } from '../engines/reference/evaluate.ts';
import { sizeOf } from '../graph/node.ts';
import { simplify } from '../graph/simplify.ts';
import type { LoweredModel } from '../lowering/model.ts';
import type { Coordinates } from './coordinates.ts';

/** The log likelihood of every observation at points of the unconstrained space. */
export class PointwiseLikelihood {
  /** Observed cells, vectors or matrices, over all `observe` statements in their order. */
  readonly count: number;
  readonly #coordinates: Coordinates;
  readonly #parts: readonly { readonly name: string; readonly cells: readonly number[] }[];
  readonly #executable: ReturnType<Engine['prepare']>;

  constructor({ environment, terms }: LoweredModel, coordinates: Coordinates, engine: Engine) {
    const observed = terms.flatMap(({ observations }) => observations ?? []);
    const parts = observed.map(({ present, cells }, k) => {
      const size = sizeOf(cells.shape);
      const all = Array.from({ length: size }, (_, cell) => cell);
      return {
        name: `observe ${k}`,
        cells: present === undefined ? all : all.filter((cell) => present[cell]),
      };
    });
    const outputs = Object.fromEntries(observed.map(({ cells }, k) => [parts[k].name, cells]));
    this.count = parts.reduce((sum, { cells }) => sum + cells.length, 0);
    this.#parts = parts;
    this.#coordinates = coordinates;
    this.#executable = engine.prepare(simplify(environment.builder.finish(outputs), evaluate));
  }

  /** `count` numbers. */
  at(point: Float64Array): Float64Array {
    const values = this.#executable.run(this.#coordinates.split(point));
    const result = new Float64Array(this.count);
    let next = 0;
    for (const { name, cells } of this.#parts) {
      for (const cell of cells) result[next++] = values[name][cell];
    }
    return result;
  }

  dispose(): void {
    this.#executable.dispose();
  }
}

/** The values that a model observes, in the order of its `observe` statements. */
export function observedValues({ terms }: LoweredModel): Float64Array {
  return Float64Array.from(
    terms.flatMap(({ observations }) =>
      observations === undefined ? [] : [...observations.values()],
    ),
  );
}
