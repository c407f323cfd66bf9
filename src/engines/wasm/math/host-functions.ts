/**
 * Functions that stay in JavaScript: loops of a length that depends on the arguments, microseconds an
 * element, where the call across costs nothing that shows. Accuracy as in src/numerics.
 */
import {
  logBetaBinomialTail,
  logBetaBinomialTailDerivative,
  logBetaI,
  logBetaIDerivative,
  logGammaP,
  logGammaPDerivative,
  logGammaQ,
  logGammaQDerivative,
  logSkewNormalCdf,
  polygamma,
} from '../../../numerics/index.ts';
import type { Expression } from './expressions.ts';
import { type Code, type MathFunction, mathFunction } from './math-function.ts';

/** What a module that calls any of them imports as `math`. */
export const hostFunctions = {
  logGammaP,
  logGammaPDerivative,
  logGammaQ,
  logGammaQDerivative,
  logBetaI,
  logBetaIDerivative,
  logBetaBinomialTail,
  logBetaBinomialTailDerivative,
  logSkewNormalCdf,
  polygamma,
} as const;

type HostName = keyof typeof hostFunctions;

/** Calls the host once a lane. */
function callHost(code: Code, name: HostName, ...inputs: Expression[]): Expression {
  return code.eachLane(code.library.host(name, inputs.length), ...inputs);
}

export const hostMathFunctions = {
  logGammaP: mathFunction('logGammaP', 2, (code, a, x) => callHost(code, 'logGammaP', a, x)),
  logGammaQ: mathFunction('logGammaQ', 2, (code, a, x) => callHost(code, 'logGammaQ', a, x)),
  logSkewNormalCdf: mathFunction('logSkewNormalCdf', 2, (code, z, shape) =>
    callHost(code, 'logSkewNormalCdf', z, shape),
  ),
  logBetaI: mathFunction('logBetaI', 3, (code, a, b, x) => callHost(code, 'logBetaI', a, b, x)),
  logBetaBinomialTail: mathFunction('logBetaBinomialTail', 4, (code, successes, failures, a, b) =>
    callHost(code, 'logBetaBinomialTail', successes, failures, a, b),
  ),
} as const;

/** ψ⁽ⁿ⁾ for one order n. */
export const polygammaOfOrder = (order: number): MathFunction =>
  mathFunction(`polygamma of order ${order}`, 1, (code, x) =>
    callHost(code, 'polygamma', order, x),
  );

/** How many arguments the derivatives of incomplete integrals and sums take beside their orders. */
const derivativeArities = {
  logGammaPDerivative: 2,
  logGammaQDerivative: 2,
  logBetaIDerivative: 3,
  logBetaBinomialTailDerivative: 4,
} as const;

export type DerivativeName = keyof typeof derivativeArities;

export const isDerivativeName = (name: string): name is DerivativeName => name in derivativeArities;

/** A derivative of an incomplete integral or sum in its shapes, for given orders. */
export const derivativeOfOrders = (name: DerivativeName, orders: readonly number[]): MathFunction =>
  mathFunction(`${name} of orders ${orders}`, derivativeArities[name], (code, ...inputs) =>
    callHost(code, name, ...inputs, ...orders),
  );
