/** The host's part of differential equations: it takes the steps, and calls the module for the right-hand side. */
import { METHOD_NAMES, methods, solve } from '../../../differential-equations/solve.ts';
import type { Stepper } from '../../../differential-equations/system.ts';
import type { ValueType } from '../binary/module.ts';
import type { WebAssemblyMemory } from '../web-assembly.ts';

/** Eighteen whole numbers, then the two tolerances. */
export const EQUATION_PARAMETERS: readonly ValueType[] = [
  ...new Array<ValueType>(18).fill('i32'),
  'f64',
  'f64',
];

/** The number of a function that there is none of. */
export const NONE = -1;

type Exports = Readonly<Record<string, unknown>>;
type BodyFunction = (base: number) => void;

/** What a module that solves equations imports as `ode`: it solves one, over its memory and with its functions. */
export function equationHost(memory: WebAssemblyMemory, exports: () => Exports) {
  /** By the number of the function of the right-hand side: an equation works in the same place always. */
  const steppers = new Map<number, Stepper>();
  const view = (address: number, size: number): Float64Array =>
    new Float64Array(memory.buffer, address >>> 0, size);

  return (
    base: number,
    timeAt: number,
    stateAt: number,
    derivative: number,
    derivativeAt: number,
    first: number,
    firstAt: number,
    jacobian: number,
    jacobianAt: number,
    initialAt: number,
    startAt: number,
    timesAt: number,
    solutionAt: number,
    size: number,
    rows: number,
    count: number,
    method: number,
    maxSteps: number,
    relative: number,
    absolute: number,
  ): void => {
    let stepper = steppers.get(derivative);
    if (stepper === undefined) {
      const time = view(base + timeAt, 1);
      const state = view(base + stateAt, size);
      const evaluation = (number: number, at: number, length: number) => {
        if (number === NONE) return () => {};
        const run = exports()[String(number)] as BodyFunction;
        const output = view(base + at, length);
        return (t: number, z: Float64Array, result: Float64Array): void => {
          time[0] = t;
          for (let k = 0; k < size; k++) state[k] = z[k];
          run(base);
          for (let k = 0; k < length; k++) result[k] = output[k];
        };
      };
      stepper = new methods[METHOD_NAMES[method]]({
        size,
        rows,
        derivative: evaluation(derivative, derivativeAt, size),
        solution: evaluation(first, firstAt, rows),
        jacobian: evaluation(jacobian, jacobianAt, rows * rows),
      });
      steppers.set(derivative, stepper);
    }
    solve(
      stepper,
      view(startAt, 1)[0],
      view(initialAt, size),
      view(timesAt, count),
      { relative, absolute, maxSteps },
      view(solutionAt, count * size),
    );
  };
}
