import type { Approximation, FittedNormal, Trace } from '../inference/method.ts';
import type { PriorDivergence } from '../posterior/prior-divergence.ts';

/** The divergence from the prior, in nats, at some of the steps. */
export interface DivergenceTrace extends Pick<Trace, 'steps' | 'values'> {
  /** The same of each parameter with a proper prior, of networks of each layer: they sum to `values`. */
  readonly parts: Readonly<Record<string, readonly number[]>>;
}

/**
 * How far an approximation went from the prior along its steps: as its training knows it, or from the normals that it
 * kept; `undefined` where it has neither, or no parameter has a proper prior.
 *
 * @param along the divergences of normals, a row each
 */
export function divergenceTrace(
  { divergences, path }: Pick<Approximation, 'divergences' | 'path'>,
  along: (normals: readonly FittedNormal[]) => readonly PriorDivergence[][] | undefined,
): DivergenceTrace | undefined {
  if (divergences !== undefined && divergences.parts.length > 0) {
    const { parts, steps, values } = divergences;
    return traceOf(parts, steps, values);
  }
  const rows = path && along(path.values);
  if (rows === undefined || rows.length === 0) return undefined;
  const names = rows[0].map(({ name }) => name);
  const values = rows.map((row) => row.map(({ divergence }) => divergence));
  return traceOf(names, path!.steps, values);
}

function traceOf(
  names: readonly string[],
  steps: readonly number[],
  rows: readonly (readonly number[])[],
): DivergenceTrace {
  return {
    steps,
    values: rows.map((row) => row.reduce((sum, value) => sum + value, 0)),
    parts: Object.fromEntries(names.map((name, k) => [name, rows.map((row) => row[k])])),
  };
}
