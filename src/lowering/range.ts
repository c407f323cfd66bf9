import { evaluate } from '../engines/reference/evaluate.ts';
import type { AxisRange } from '../semantics/typed-model.ts';
import type { Environment } from './environment.ts';
import { lowerExpression } from './expression.ts';

/** The whole numbers along an axis: from `first` on, `size` of them. */
export interface Extent {
  readonly first: number;
  readonly size: number;
}

/** From the smallest `from` to the largest `to`; nothing where the ends depend on what is empty. */
export function evaluateRange({ from, to }: AxisRange, environment: Environment): Extent {
  const [lows, highs] = evaluate(
    [from, to].map((end) => lowerExpression(end, environment)),
  ) as readonly Float64Array[];
  const first = lows.reduce((a, b) => Math.min(a, b), Infinity);
  const last = highs.reduce((a, b) => Math.max(a, b), -Infinity);
  return last >= first ? { first, size: last - first + 1 } : { first: 1, size: 0 };
}
