import { withFixedParameter } from '../semantics/fixed-parameter.ts';
import type { TypedExpression } from '../semantics/typed-expression.ts';
import type { TypedModel, TypedParam } from '../semantics/typed-model.ts';
import { OptionError } from './option-error.ts';
import { noParameter, parameterNames } from './scale-prior.ts';

/**
 * @throws OptionError where there is no such parameter, or it cannot have this value
 */
export function fixParameter(typed: TypedModel, parameter: string, value: number): TypedModel {
  const declaration = typed.statements.find(
    (s): s is TypedParam => s.kind === 'param' && s.name === parameter,
  );
  if (declaration === undefined) throw noParameter(parameter, parameterNames(typed));
  if (!Number.isFinite(value))
    throw new OptionError(`${parameter} can be fixed at a finite number, not at ${value}`);
  const { constraint, lower, upper } = declaration;
  if (constraint !== undefined)
    throw new OptionError(
      `${parameter} is a ${constraint}, whose elements cannot all be fixed at one number: write the model without it and use compare`,
    );
  if (value < boundOf(lower, value) || value > boundOf(upper, value))
    throw new OptionError(
      `${parameter} cannot be ${value}: its values lie ${betweenWords(lower, upper)}`,
    );
  return withFixedParameter(typed, parameter, value);
}

/** A bound that is a number; those that are not are met. */
const boundOf = (bound: TypedExpression | undefined, otherwise: number): number =>
  bound?.kind === 'number' ? bound.value : otherwise;

function betweenWords(lower?: TypedExpression, upper?: TypedExpression): string {
  const [from, to] = [lower, upper].map((bound) =>
    bound?.kind === 'number' ? bound.value : undefined,
  );
  if (from !== undefined && to !== undefined) return `from ${from} to ${to}`;
  return from !== undefined ? `from ${from} up` : `up to ${to}`;
}
