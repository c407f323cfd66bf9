import type { AnyComparison, Comparison } from '../api/comparison.ts';
import { readText } from './read-files.ts';
import { type Terminal, UsageError } from './terminal.ts';

/** What `credence compare --out` wrote. */
export async function readComparison(path: string, terminal: Terminal): Promise<AnyComparison> {
  const text = await readText(path, terminal);
  let comparison: unknown;
  try {
    // numbers that are not finite are null in JSON
    comparison = JSON.parse(text, (_, value) => (value === null ? Number.NaN : value));
  } catch {
    throw new UsageError(`${path}: is no JSON`);
  }
  if (!isComparison(comparison))
    throw new UsageError(`${path}: is not what \`credence compare --out\` writes`);
  return comparison;
}

function isComparison(value: unknown): value is AnyComparison {
  const { best, models, logBayesFactors, probabilities, loo, notes } = (value ??
    {}) as Partial<Comparison>;
  // of fits, which have no evidences
  if (models === undefined) return typeof loo === 'object' && Array.isArray(notes);
  const names = Object.keys(models ?? {});
  const have = (part: object | undefined): boolean =>
    typeof part === 'object' && names.every((name) => Object.hasOwn(part, name));
  return (
    typeof best === 'string' &&
    names.includes(best) &&
    have(logBayesFactors) &&
    have(probabilities) &&
    Array.isArray(notes)
  );
}
