import type { Span } from '../diagnostics/span.ts';
import type { LoweredModel } from '../lowering/model.ts';
import type { TypedModel } from '../semantics/typed-model.ts';
import { UNNORMALISED_FACTOR } from '../semantics/warnings.ts';

/** A part of the log density that does not integrate to 1 over the parameters. */
export interface UnnormalisedPart {
  /** A parameter's name, or the text of a `factor`. */
  readonly what: string;
  /** In plain words. */
  readonly why: string;
  /** Of the name, or of the `factor`. */
  readonly span: Span;
}

/** Improper priors, priors whose mass within a constraint is not known, and factors on which no data bear. */
export function unnormalisedParts(
  { diagnostics, silenced, source }: TypedModel,
  { parameters }: LoweredModel,
): UnnormalisedPart[] {
  const priors = parameters.flatMap(({ declaration, unnormalised }) =>
    unnormalised === undefined
      ? []
      : [{ what: declaration.name, why: unnormalised, span: declaration.nameSpan }],
  );
  const factors = [...diagnostics, ...silenced].flatMap(({ code, span }) =>
    code === UNNORMALISED_FACTOR
      ? [{ what: source.text.slice(span.start, span.end), why: 'no data bear on it', span }]
      : [],
  );
  return [...priors, ...factors];
}
