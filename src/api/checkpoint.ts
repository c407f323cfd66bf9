/** A fit that is not done yet, as a value: what it was started with, and the state of its method. */
import { version } from '../version.ts';
import { OptionError } from './option-error.ts';

export interface Checkpoint {
  readonly format: typeof FORMAT;
  /** Version of this package. */
  readonly credence: string;
  /** The model's text. */
  readonly source: string;
  /** Fingerprint of the data. */
  readonly data: string;
  readonly engine: string;
  /** The options that decide on the numbers. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** How each parameter is drawn. */
  readonly forms: Readonly<Record<string, string>>;
  /** The method that was running, and its state: numbers, strings, arrays and plain objects. */
  readonly method: string;
  readonly state: unknown;
  /** Of an ensemble: which fit was running, from 0. Those before it are run anew. */
  readonly member?: number;
}

export type RunIdentity = Omit<Checkpoint, 'method' | 'state' | 'member'>;

const FORMAT = 'credence checkpoint 1';

export function runIdentity({
  source,
  data,
  engine,
  settings,
  forms,
}: Omit<RunIdentity, 'format' | 'credence'>): RunIdentity {
  return { format: FORMAT, credence: version, source, data, engine, settings, forms };
}

/**
 * Makes sure that a checkpoint is of the same run, so that going on from it gives the numbers of a run without
 * interruption.
 *
 * @throws OptionError that says in what they differ.
 */
export function checkSameRun(checkpoint: Checkpoint, now: RunIdentity): void {
  if (checkpoint.format !== FORMAT) {
    throw new OptionError('what is to be continued is no checkpoint of a fit');
  }
  const differences: string[] = [];
  if (checkpoint.credence !== now.credence)
    differences.push(`version ${checkpoint.credence} of credence, not ${now.credence}`);
  if (checkpoint.source !== now.source) differences.push('another model text');
  if (checkpoint.data !== now.data) differences.push('other data');
  differences.push(...differing('engine', checkpoint.engine, now.engine));
  for (const [saved, current] of [
    [checkpoint.settings, now.settings],
    [checkpoint.forms, now.forms],
  ] as const) {
    for (const name of new Set([...Object.keys(saved), ...Object.keys(current)])) {
      differences.push(...differing(name, saved[name], current[name]));
    }
  }
  if (differences.length > 0) {
    throw new OptionError(
      `the run that is to be continued had ${differences.join(', ')}: give it the same model, data and options`,
    );
  }
}

function differing(name: string, saved: unknown, now: unknown): string[] {
  const [before, after] = [saved, now].map((value) => JSON.stringify(value));
  if (before === after) return [];
  const was = before === undefined ? `the default ${name}` : `${name} ${before}`;
  return [`${was}, not ${after ?? 'the default'}`];
}
