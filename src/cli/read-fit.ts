import { basename } from 'node:path';
import type { Fit } from '../api/fit.ts';
import { fitFromStanCsv } from '../api/foreign-fit.ts';
import { loadFit } from '../api/load-fit.ts';
import { readText } from './read-files.ts';
import { type Terminal, UsageError } from './terminal.ts';

/** A saved fit, or files of draws of another program. */
export interface FitPaths {
  /** Its own name, where no other has the same. */
  readonly name: string;
  /** A folder, or the CSV files of its chains. */
  readonly paths: readonly string[];
}

/** Every folder is a fit; CSV files that are named alike but for a number at the end are the chains of one. */
export function fitsIn(paths: readonly string[]): FitPaths[] {
  const fits = new Map<string, string[]>();
  for (const path of new Set(paths)) {
    const fit = path.replace(/([_-]\d+)?\.csv$/i, '');
    fits.set(fit, [...(fits.get(fit) ?? []), path]);
  }
  const names = [...fits.keys()];
  return [...fits].map(([path, files]) => {
    const own = basename(path);
    const isAlone = names.filter((other) => basename(other) === own).length === 1;
    return { name: isAlone ? own : path, paths: files };
  });
}

/** @throws UsageError unless the words name one fit */
export function onlyFit(words: readonly string[], usage: string): FitPaths {
  const [fit, ...others] = fitsIn(words);
  if (fit === undefined || others.length > 0) throw new UsageError(usage);
  return fit;
}

export async function readFit({ paths }: FitPaths, terminal: Terminal): Promise<Fit> {
  if (!/\.csv$/i.test(paths[0])) return loadFit(paths[0]);
  const files = [];
  for (const name of paths) files.push({ name, text: await readText(name, terminal) });
  return fitFromStanCsv(files);
}
