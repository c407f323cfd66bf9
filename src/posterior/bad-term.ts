import { prepare } from '../engines/reference/engine.ts';
import type { LoweredModel, Term } from '../lowering/model.ts';
import type { Coordinates } from './coordinates.ts';

/** The first statement whose part of the log density is NaN or infinite at a point, with that value. */
export function findBadTerm(
  { environment, terms }: LoweredModel,
  coordinates: Coordinates,
  point: Float64Array,
): { readonly term: Term; readonly value: number } | undefined {
  const outputs = Object.fromEntries(terms.map(({ node }, k) => [String(k), node]));
  const values = prepare(environment.builder.finish(outputs)).run(coordinates.split(point));
  const bad = terms.findIndex((_, k) => !Number.isFinite(values[k][0]));
  return bad < 0 ? undefined : { term: terms[bad], value: values[bad][0] };
}
