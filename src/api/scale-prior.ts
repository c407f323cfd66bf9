import { nearestName } from '../diagnostics/nearest.ts';
import { withScaledPrior } from '../semantics/scaled-prior.ts';
import type { TypedModel } from '../semantics/typed-model.ts';
import { OptionError } from './option-error.ts';

/**
 * @throws OptionError where the factor is none, or there is nothing to scale
 */
export function scalePrior(typed: TypedModel, parameter: string, factor: number): TypedModel {
  if (!(factor > 0 && factor < Infinity))
    throw new OptionError(
      `the scale of a prior is multiplied by a number above 0, not by ${factor}`,
    );
  const names = parameterNames(typed);
  if (!names.includes(parameter)) throw noParameter(parameter, names);
  const scaled = withScaledPrior(typed, parameter, factor);
  if (scaled !== undefined) return scaled;
  throw new OptionError(
    `the prior of ${parameter} in ${typed.source.name} has no scale to multiply: make what is to vary in it an input, \`data … = …\`, and set it`,
  );
}

export function parameterNames({ statements }: TypedModel): string[] {
  return statements.flatMap((statement) => (statement.kind === 'param' ? [statement.name] : []));
}

/** @param names of the parameters that there are */
export function noParameter(name: string, names: readonly string[]): OptionError {
  const nearest = nearestName(name, names);
  const hint =
    nearest === undefined
      ? names.length === 0
        ? ''
        : `; there are ${[...new Set(names)].join(', ')}`
      : `; did you mean ${nearest}?`;
  return new OptionError(`there is no parameter ${name}${hint}`);
}
