import { DiagnosticSink } from '../diagnostics/diagnostic.ts';
import type { Distribution } from '../distributions/distribution.ts';
import { distributions } from '../distributions/index.ts';
import type { Argument, CallExpression, Expression, Statement } from '../syntax/ast.ts';
import { check } from './check.ts';
import type { TypedModel } from './typed-model.ts';

/**
 * The same model with the scale of one parameter's prior multiplied by a factor: the prior of x becomes that of
 * location + factor · (x − location), within the same constraint, and is renormalised there. The factor is put into
 * the tree of the text, which is checked anew: what follows from the prior's arguments, bounds among it, follows.
 *
 * @returns undefined where the prior has no scale to multiply
 */
export function withScaledPrior(
  { source, syntax }: TypedModel,
  parameter: string,
  factor: number,
): TypedModel | undefined {
  let isScaled = false;
  const statements = syntax.statements.map((statement): Statement => {
    if (statement.kind !== 'param' || statement.name.text !== parameter) return statement;
    const prior = statement.prior && scaled(statement.prior, factor);
    if (prior === undefined) return statement;
    isScaled = true;
    return { ...statement, prior };
  });
  return isScaled
    ? check({ ...syntax, statements }, source, new DiagnosticSink(), new Set())
    : undefined;
}

/** A distribution as it is written, scaled; undefined where it has no scale. */
function scaled(prior: Expression, factor: number): Expression | undefined {
  switch (prior.kind) {
    case 'with': {
      const body = scaled(prior.body, factor);
      return body && { ...prior, body };
    }
    case 'if': {
      const [then, otherwise] = [scaled(prior.then, factor), scaled(prior.else, factor)];
      return then && otherwise && { ...prior, then, else: otherwise };
    }
    case 'call':
      return scaledCall(prior, factor);
    default:
      return undefined;
  }
}

function scaledCall(call: CallExpression, factor: number): CallExpression | undefined {
  const [first, ...rest] = call.arguments;
  if (call.callee.text === 'truncate' && first !== undefined) {
    const value = scaled(first.value, factor);
    return value && { ...call, arguments: [{ ...first, value }, ...rest] };
  }
  const definition = distributions.get(call.callee.text);
  const powers = definition && scalingOf(definition);
  if (powers === undefined) return undefined;
  const arguments_ = call.arguments.map((argument, position): Argument => {
    const name = argument.name?.text ?? definition!.parameters[position].name;
    const power = Object.hasOwn(powers, name) ? powers[name] : 0;
    return power === 0
      ? argument
      : { ...argument, value: product(argument.value, factor ** power) };
  });
  return { ...call, arguments: arguments_ };
}

function scalingOf({ scaling, locationScale }: Distribution): Distribution['scaling'] {
  return locationScale === undefined ? scaling : { [locationScale.scale]: 1 };
}

function product(value: Expression, factor: number): Expression {
  const { span } = value;
  return {
    kind: 'binary',
    operator: '*',
    left: value,
    right: { kind: 'number', value: factor, integer: false, span },
    operatorSpan: span,
    span,
  };
}
