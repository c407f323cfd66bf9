import { equal, multiply, select } from './expressions.ts';
import { log1pAny, logAny } from './log.ts';
import { mathFunction } from './math-function.ts';

/** x · log y within 2 ulp; 0 wherever x is 0, whatever y is. */
export const xlogy = mathFunction('xlogy', 2, (code, x, y) =>
  select(equal(x, 0), 0, multiply(x, logAny(code, y))),
);

/** x · log(1 + y) within 3 ulp; 0 wherever x is 0, whatever y is. */
export const xlog1py = mathFunction('xlog1py', 2, (code, x, y) =>
  select(equal(x, 0), 0, multiply(x, log1pAny(code, y))),
);
