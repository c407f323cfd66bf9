import type { FunctionBuilder, Local } from '../../../webassembly/function.ts';
import type { FunctionReference, ModuleBuilder } from '../../../webassembly/module.ts';
import { erf, erfc, logNormalCdf, normalCdf } from './error-function.ts';
import { exp, expm1 } from './exp.ts';
import { lgamma } from './gamma.ts';
import {
  type DerivativeName,
  derivativeOfOrders,
  hostMathFunctions,
  polygammaOfOrder,
} from './host-functions.ts';
import { cosh, sinh, tanh } from './hyperbolic.ts';
import { acos, asin, atan, atan2 } from './inverse-trigonometric.ts';
import { log, log1mExp, log1p } from './log.ts';
import { logAddExp, sigmoid, softplus } from './logistic.ts';
import type { MathFunction, Routine, Routines } from './math-function.ts';
import { normalQuantile } from './normal-quantile.ts';
import { digamma, trigamma } from './polygamma.ts';
import { pow } from './power.ts';
import { modulo, round, sign } from './rounding.ts';
import { cos, sin, tan } from './trigonometric.ts';
import { xlog1py, xlogy } from './weighted-logarithms.ts';

/** Every function, by the name of its op. */
export const mathFunctions = {
  exp,
  log,
  log1p,
  expm1,
  log1mExp,
  sigmoid,
  softplus,
  logAddExp,
  tanh,
  sinh,
  cosh,
  sin,
  cos,
  tan,
  asin,
  acos,
  atan,
  atan2,
  erf,
  erfc,
  normalCdf,
  logNormalCdf,
  lgamma,
  digamma,
  trigamma,
  normalQuantile,
  pow,
  xlogy,
  xlog1py,
  modulo,
  round,
  sign,
  ...hostMathFunctions,
} as const satisfies Record<string, MathFunction>;

export type MathName = keyof typeof mathFunctions;

/** Mathematical functions in a module; each is added the first time it is asked for, with what it calls. */
export class MathLibrary implements Routines {
  private readonly module: ModuleBuilder;
  private readonly known = new Map<string, FunctionReference>();

  constructor(module: ModuleBuilder) {
    this.module = module;
  }

  /** The function to call: as many v128 on the stack as its arity, one v128 left. */
  get(name: MathName): FunctionReference {
    return this.reference(mathFunctions[name]);
  }

  /** ψ⁽ⁿ⁾ for a whole order n ≥ 0. */
  polygamma(order: number): FunctionReference {
    if (order === 0) return this.get('digamma');
    return order === 1 ? this.get('trigamma') : this.reference(polygammaOfOrder(order));
  }

  /** A derivative of an incomplete integral, so often in each of its shapes. */
  derivative(name: DerivativeName, orders: readonly number[]): FunctionReference {
    return this.reference(derivativeOfOrders(name, orders));
  }

  /** Writes the function in place, for loops where a call is too dear; the result is left on the stack. */
  inline(name: MathName, body: FunctionBuilder, inputs: readonly Local[]): void {
    mathFunctions[name].emit(body, inputs, this);
  }

  reference(routine: Routine): FunctionReference {
    const known = this.known.get(routine.name);
    if (known !== undefined) return known;
    const { parameters, result } = routine;
    const added = this.module.function(parameters, result, (body) => routine.build(body, this));
    this.known.set(routine.name, added);
    return added;
  }

  /** A kernel of the host that the module imports, which takes addresses and sizes. */
  hostKernel(name: string, arity: number): FunctionReference {
    return this.module.importFunction('kernels', name, new Array(arity).fill('i32'), undefined);
  }

  host(name: string, arity: number): FunctionReference {
    return this.module.importFunction('math', name, new Array(arity).fill('f64'), 'f64');
  }
}
