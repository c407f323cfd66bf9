import type { Family } from './family.ts';
import { fullRank } from './full-rank.ts';
import { meanField } from './mean-field.ts';

/** The families by name: a new one is a file and a row here. */
export const families = {
  'mean-field': meanField,
  'full-rank': fullRank,
} as const satisfies Record<string, Family>;
