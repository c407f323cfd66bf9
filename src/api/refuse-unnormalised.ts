import { type Diagnostic, ModelError } from '../diagnostics/diagnostic.ts';
import type { UnnormalisedPart } from '../posterior/normalisation.ts';
import type { Posterior } from './posterior.ts';

/**
 * @throws ModelError with every part of the model that leaves it without an evidence, and what to write instead.
 */
export function refuseUnnormalised({ unnormalised, lowered, typed }: Posterior): void {
  if (unnormalised.length === 0) return;
  const isParameter = (name: string): boolean =>
    lowered.parameters.some(({ declaration }) => declaration.name === name);
  throw new ModelError(
    typed.source,
    unnormalised.map((part) => refusal(part, isParameter(part.what))),
  );
}

function refusal({ what, why, span }: UnnormalisedPart, isParameter: boolean): Diagnostic {
  return isParameter
    ? {
        code: 'no-evidence',
        severity: 'error',
        span,
        message: `the model has no evidence: the prior of \`${what}\` does not integrate to 1 (${why})`,
        hint: `give \`${what}\` a proper prior: \`param ${what} ~ Normal(0, 10)\`, of a scale that you find plausible before seeing the data`,
      }
    : {
        code: 'no-evidence',
        severity: 'error',
        span,
        message: `the model has no evidence: ${why}, so this \`factor\` is an unnormalised prior`,
        hint: 'write it as a prior, `param … ~ …`, or make it depend on data',
      };
}
