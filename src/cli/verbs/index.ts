import type { Verb } from '../verb.ts';
import { check } from './check.ts';
import { exportDraws } from './export.ts';
import { fit } from './fit.ts';
import { inspect } from './inspect.ts';

/** In the order of the help. */
export const verbs: ReadonlyMap<string, Verb> = new Map(
  [check, fit, inspect, exportDraws].map((verb) => [verb.name, verb]),
);

/** Verbs of the interface that a later version brings: said so, not taken for a slip of the keyboard. */
export const announcedVerbs: readonly string[] = [
  'format',
  'evidence',
  'compare',
  'predict',
  'evaluate',
  'acquire',
  'report',
  'plot',
  'simulate',
  'init',
  'doctor',
];
