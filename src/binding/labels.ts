import type { BoundDimension } from './bound-data.ts';
import type { GivenInput } from './given-input.ts';
import { isTypedArray } from './read-value.ts';
import { isMissing } from './words.ts';

/**
 * The label that a cell of an index input writes: its text in the file (`007`) or its value as text;
 * `undefined` where the cell is missing or can be no label.
 */
export function labelText(given: GivenInput, cell: number): string | undefined {
  const value = given.cells[cell];
  if (isMissing(value)) return undefined;
  if (given.texts !== undefined) return given.texts[cell].trim();
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'bigint' ? String(value) : undefined;
}

/** Whether an index input holds text. */
export function hasText(given: GivenInput): boolean {
  const { cells } = given;
  if (isTypedArray(cells)) return false;
  for (let i = 0; i < cells.length; i++) {
    if (typeof cells[i] === 'string' && !isMissing(cells[i])) return true;
  }
  return false;
}

/** The distinct labels of several index inputs, sorted. */
export function distinctLabels(inputs: readonly GivenInput[]): string[] {
  const distinct = new Set<string>();
  for (const given of inputs) {
    for (let i = 0; i < given.cells.length; i++) {
      const text = labelText(given, i);
      if (text !== undefined) distinct.add(text);
    }
  }
  return sortLabels([...distinct]);
}

/** Numbers by value where all labels are numbers, otherwise by code points. */
export function sortLabels(labels: readonly string[]): string[] {
  const numbers = new Map(labels.map((label) => [label, Number(label)] as const));
  const isNumeric = labels.every((label) => Number.isFinite(numbers.get(label)));
  return [...labels].sort((a, b) => {
    const byValue = isNumeric ? numbers.get(a)! - numbers.get(b)! : 0;
    return byValue || compareCodePoints(a, b);
  });
}

/** The same order on every machine: no locale, and characters beyond U+FFFF after all others. */
function compareCodePoints(a: string, b: string): number {
  const first = [...a];
  const second = [...b];
  const length = Math.min(first.length, second.length);
  for (let i = 0; i < length; i++) {
    const difference = first[i].codePointAt(0)! - second[i].codePointAt(0)!;
    if (difference !== 0) return difference;
  }
  return first.length - second.length;
}

/** Finds the members of a dimension by label; positions count from 1. */
export class LabelIndex {
  private readonly positions = new Map<string, number>();

  constructor(labels: readonly string[]) {
    labels.forEach((label, k) => {
      this.positions.set(label, k + 1);
    });
  }

  position(label: string): number | undefined {
    return this.positions.get(label);
  }
}

/** A few labels of a dimension, for messages. */
export function labelsInWords(dimension: BoundDimension): string {
  const { labels = [], name } = dimension;
  if (labels.length === 0) return `\`${name}\` has no members`;
  const last = labels.length - 1;
  const some =
    labels.length <= 6 ? labels.join(', ') : `${labels.slice(0, 3).join(', ')}, …, ${labels[last]}`;
  return `the labels of \`${name}\` are ${some}`;
}
