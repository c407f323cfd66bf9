import { EXP_NORMAL, expNormal, expWhole } from './exp.ts';
import {
  abs,
  add,
  divide,
  type Expression,
  equal,
  greater,
  less,
  lessEqual,
  negate,
  select,
  subtract,
} from './expressions.ts';
import { log1p, log1pAny, log1pNormal } from './log.ts';
import { type Code, mathFunction } from './math-function.ts';

function sigmoidOf(code: Code, x: Expression, decay: Expression): Expression {
  const e = code.keep(decay);
  return divide(select(less(x, 0), e, 1), add(1, e));
}

const minusAbs = (code: Code, x: Expression): Expression => code.keep(negate(abs(x)));

const sigmoidRare = mathFunction('sigmoid, any argument', 1, (code, x) =>
  sigmoidOf(code, x, expWhole(code, minusAbs(code, x))),
);

/** 1/(1 + e⁻ˣ) within 3 ulp; with e^(−|x|), which cannot overflow. */
export const sigmoid = mathFunction('sigmoid', 1, (code, x) =>
  code.ifBoth(
    lessEqual(abs(x), EXP_NORMAL),
    () => sigmoidOf(code, x, expNormal(code, minusAbs(code, x))),
    () => code.call(sigmoidRare, x),
  ),
);

// x first, so that NaN passes
const positivePart = (x: Expression): Expression => greater(x, 0);

const softplusRare = mathFunction('softplus, any argument', 1, (code, x) =>
  add(positivePart(x), code.call(log1p, expWhole(code, minusAbs(code, x)))),
);

/** log(1 + eˣ) within 3 ulp, as max(x, 0) + log(1 + e^(−|x|)). */
export const softplus = mathFunction('softplus', 1, (code, x) =>
  code.ifBoth(
    lessEqual(abs(x), EXP_NORMAL),
    () => {
      const e = code.keep(expNormal(code, minusAbs(code, x)));
      return add(positivePart(x), log1pNormal(code, e));
    },
    () => code.call(softplusRare, x),
  ),
);

const logAddExpRare = mathFunction('logAddExp, any arguments', 2, (code, a, b) => {
  const same = add(a, Math.LN2);
  const difference = code.keep(minusAbs(code, subtract(a, b)));
  const larger = select(less(a, b), b, a);
  return select(
    equal(a, b),
    same,
    add(larger, log1pAny(code, code.keep(expWhole(code, difference)))),
  );
});

/** log(eᵃ + eᵇ) within 3 ulp of the larger of it and log 2; both −∞ give −∞, any +∞ gives +∞. */
export const logAddExp = mathFunction('logAddExp', 2, (code, a, b) => {
  const difference = code.keep(minusAbs(code, subtract(a, b)));
  return code.ifBoth(
    lessEqual(-EXP_NORMAL, difference),
    () => {
      const e = code.keep(expNormal(code, difference));
      return add(greater(a, b), log1pNormal(code, e));
    },
    () => code.call(logAddExpRare, a, b),
  );
});
