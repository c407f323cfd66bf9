import type { Fit } from '../../api/fit.ts';
import { OptionError } from '../../api/option-error.ts';
import { nearestName } from '../../diagnostics/nearest.ts';
import { isNetworkWeight, nameOfKey } from '../../results/element-key.ts';
import type { SummaryRow } from '../../results/summary-table.ts';

/** One number that a fit has draws of. */
export interface Element {
  /** As its reader knows it: `theta[Choate]`. */
  readonly label: string;
  /** The quantity it is of: `theta`. */
  readonly name: string;
  /** Its row-major place among the elements of the quantity, from 0. */
  readonly position: number;
  readonly row: SummaryRow;
  readonly values: Float64Array;
}

/** A quantity's elements, whose draws are only laid out where they are asked for. */
class LazyElement implements Element {
  readonly label: string;
  readonly name: string;
  readonly position: number;
  readonly row: SummaryRow;
  private readonly draw: () => Float64Array;
  private drawn: Float64Array | undefined;

  constructor(row: SummaryRow, position: number, draw: () => Float64Array) {
    this.row = row;
    this.position = position;
    this.label = row.label ?? row.key;
    this.name = nameOfKey(row.key);
    this.draw = draw;
  }

  get values(): Float64Array {
    this.drawn ??= this.draw();
    return this.drawn;
  }
}

/** All elements of parameters and outputs, in the order of the summary. */
export function elementsOf(fit: Fit): Element[] {
  const { draws } = fit.parts;
  const positions = new Map<string, number>();
  return fit.summary().map((row) => {
    const name = nameOfKey(row.key);
    const position = positions.get(name) ?? 0;
    positions.set(name, position + 1);
    return new LazyElement(row, position, () => draws.element(name, position));
  });
}

/**
 * The elements that words ask for: `theta` all of one name, `theta[2]` or `theta[Choate]` one. Without words all but the
 * weights of networks, which say nothing one by one.
 *
 * @throws OptionError for a word that names none, with the nearest one that does.
 */
export function chosenElements(
  elements: readonly Element[],
  words: readonly string[] | undefined,
): Element[] {
  if (words === undefined) return elements.filter(({ name }) => !isNetworkWeight(name));
  const chosen = new Set<Element>();
  for (const word of words) {
    const found = elements.filter(
      ({ name, label, row }) => word === name || word === label || word === row.key,
    );
    if (found.length === 0) {
      const names = [...new Set(elements.flatMap(({ name, label }) => [name, label]))];
      const nearest = nearestName(word, names);
      throw new OptionError(
        `the fit has no parameter or output \`${word}\`${nearest === undefined ? '' : `; did you mean ${nearest}?`}`,
      );
    }
    for (const element of found) chosen.add(element);
  }
  return elements.filter((element) => chosen.has(element));
}

/**
 * At most `most` elements for pictures of one each: scalars before elements of vectors, of these the ones whose chains
 * agree least. In their order.
 */
export function mostTelling(elements: readonly Element[], most: number): Element[] {
  const drawable = elements.filter(({ row }) => row.nonFinite === 0);
  const byUrgency = drawable.toSorted(
    (a, b) =>
      Number(a.row.key !== a.name) - Number(b.row.key !== b.name) ||
      (b.row.rhat ?? 0) - (a.row.rhat ?? 0),
  );
  const kept = new Set(byUrgency.slice(0, most));
  return drawable.filter((element) => kept.has(element));
}
