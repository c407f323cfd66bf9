import { EXP_NORMAL, exp, expm1, expm1Normal, expNormal } from './exp.ts';
import { abs, add, copySign, divide, lessEqual, multiply, select } from './expressions.ts';
import { mathFunction } from './math-function.ts';

/** tanh x within 3 ulp: −E/(2 + E) for E = e^(−2|x|) − 1, which never overflows. */
export const tanh = mathFunction('tanh', 1, (code, x) => {
  const e = code.keep(expm1Normal(code, code.keep(multiply(-2, abs(x)))));
  return copySign(divide(e, add(2, e)), x);
});

/** e^|x|/2 where e^|x| itself may overflow. */
const halfExpRare = mathFunction('half of exp, large argument', 1, (code, magnitude) => {
  const root = code.keep(code.call(exp, multiply(0.5, magnitude)));
  return multiply(multiply(0.5, root), root);
});

const sinhRare = mathFunction('sinh, any argument', 1, (code, x) => {
  const magnitude = code.keep(abs(x));
  const e = code.keep(code.call(expm1, magnitude));
  const moderate = multiply(0.5, add(e, divide(e, add(e, 1))));
  const value = select(
    lessEqual(magnitude, EXP_NORMAL),
    moderate,
    code.call(halfExpRare, magnitude),
  );
  return copySign(value, x);
});

/** sinh x within 3 ulp: (E + E/(E + 1))/2 for E = e^|x| − 1. */
export const sinh = mathFunction('sinh', 1, (code, x) => {
  const magnitude = code.keep(abs(x));
  return code.ifBoth(
    lessEqual(magnitude, EXP_NORMAL),
    () => {
      const e = code.keep(expm1Normal(code, magnitude));
      return copySign(multiply(0.5, add(e, divide(e, add(e, 1)))), x);
    },
    () => code.call(sinhRare, x),
  );
});

const coshRare = mathFunction('cosh, any argument', 1, (code, x) => {
  const magnitude = code.keep(abs(x));
  const half = code.keep(code.call(halfExpRare, magnitude));
  return add(half, divide(0.25, half));
});

/** cosh x within 3 ulp: e^|x|/2 and half its reciprocal. */
export const cosh = mathFunction('cosh', 1, (code, x) => {
  const magnitude = code.keep(abs(x));
  return code.ifBoth(
    lessEqual(magnitude, EXP_NORMAL),
    () => {
      const half = code.keep(multiply(0.5, expNormal(code, magnitude)));
      return add(half, divide(0.25, half));
    },
    () => code.call(coshRare, x),
  );
});
