import type { Influenced } from '../../semantics/influences.ts';
import { element, escapeText } from '../markup.ts';
import { outline } from './outline.ts';

/** What the looks of values mean, in the order of the legend. */
const looks: readonly {
  readonly words: string;
  readonly kind: Influenced['kind'];
  readonly look: string;
  readonly fits: (value: Influenced) => boolean;
}[] = [
  {
    words: 'parameter',
    kind: 'drawn',
    look: 'value',
    fits: ({ kind, known, reported }) => kind === 'drawn' && !known && !reported,
  },
  {
    words: 'observed',
    kind: 'drawn',
    look: 'known',
    fits: ({ kind, known }) => kind === 'drawn' && known,
  },
  {
    words: 'data',
    kind: 'given',
    look: 'known',
    fits: ({ kind, known }) => kind !== 'drawn' && known,
  },
  {
    words: 'computed',
    kind: 'computed',
    look: 'value',
    fits: ({ kind, known, reported }) => kind === 'computed' && !known && !reported,
  },
  { words: 'output', kind: 'computed', look: 'value reported', fits: ({ reported }) => reported },
];

/** One line for those looks that the values have. */
export function legendOf(values: readonly Influenced[]): {
  readonly width: number;
  readonly height: number;
  readonly body: string;
} {
  let left = 0;
  const entries = looks
    .filter(({ fits }) => values.some(fits))
    .map(({ words, kind, look }) => {
      const mark = outline(kind, { x: left + 10, y: 8, width: 20, height: 13 }, look);
      const text = element('text', { class: 'note', x: left + 26, y: 12 }, escapeText(words));
      left += 26 + words.length * 6.6 + 16;
      return mark + text;
    });
  return { width: Math.max(0, left - 16), height: 16, body: entries.join('') };
}
