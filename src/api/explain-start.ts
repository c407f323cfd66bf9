/** Why a method found no point to start from, in terms of the model. */
import { InferenceError } from '../inference/method.ts';
import { findBadTerm } from '../posterior/bad-term.ts';
import { Random } from '../random/random.ts';
import { quotePlace } from './place.ts';
import type { Posterior } from './posterior.ts';

/** Points at which the reason is sought why there is none to start from. */
const pointsExplained = 10;

/** A hierarchy in its centred form may have no mode: where the form was chosen for the user, the error names the other. */
export function explainForm(error: unknown, { forms }: Posterior): unknown {
  if (!(error instanceof InferenceError) || error.code !== 'unbounded') return error;
  const centred = [...forms].filter(([, { form, because }]) => form === 'centred' && because);
  if (centred.length === 0) return error;
  const others = centred.map(([name]) => `--form ${name}=non-centred`).join(' ');
  return new InferenceError(error.code, `${error.message} Or try the other form: ${others}.`);
}

/**
 * Where a method found no point to start from, its error also names the first statement without a
 * finite log density where all unconstrained coordinates are 0, or else at a point like those that methods try.
 */
export function explainStart(error: unknown, posterior: Posterior): unknown {
  if (!(error instanceof InferenceError) || error.code !== 'no-start') return error;
  const { typed, lowered, coordinates, dimension } = posterior;
  const random = Random.fromSeed(1);
  for (let attempt = 0; attempt < pointsExplained; attempt++) {
    const point = Float64Array.from({ length: dimension }, () =>
      attempt === 0 ? 0 : 4 * random.uniform() - 2,
    );
    const bad = findBadTerm(lowered, coordinates, point);
    if (bad === undefined) continue;
    const value = Number.isNaN(bad.value) ? 'undefined' : bad.value > 0 ? '+infinity' : '−infinity';
    const place = quotePlace(typed.source, bad.term.span);
    const origin = posterior.density(posterior.engine).originOfNaN(point);
    const equation = origin?.node.origin && quotePlace(typed.source, origin.node.origin);
    const reason = origin?.reason && `, as ${equation} has no solution: ${origin.reason}`;
    const where =
      attempt === 0
        ? 'With every unconstrained coordinate at 0,'
        : 'With the unconstrained coordinates at random between −2 and 2,';
    return new InferenceError(
      error.code,
      `${error.message} ${where} that of ${place} is ${value}${reason ?? ''}.`,
    );
  }
  return error;
}
