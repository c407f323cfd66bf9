/** The host's part of differential equations: it takes the steps, and calls the module for the right-hand side. */
import { adjoints, newRecord } from '../../../differential-equations/adjoint.ts';
import { METHOD_NAMES, methods, solve } from '../../../differential-equations/solve.ts';
import type { StepRecord } from '../../../differential-equations/step-record.ts';
import type {
  Adjoint,
  InitialValueProblem,
  Stepper,
  System,
} from '../../../differential-equations/system.ts';
import type { WebAssemblyMemory } from '../../../webassembly/host.ts';
import type { ValueType } from '../../../webassembly/module.ts';

const wholeNumbers = (count: number): ValueType[] => new Array<ValueType>(count).fill('i32');

/** Whole numbers, then the two tolerances. */
export const EQUATION_PARAMETERS: readonly ValueType[] = [...wholeNumbers(19), 'f64', 'f64'];
export const ADJOINT_PARAMETERS: readonly ValueType[] = [...wholeNumbers(25), 'f64', 'f64'];

/** The number of a function that there is none of. */
export const NONE = -1;

type Exports = Readonly<Record<string, unknown>>;
type BodyFunction = (base: number) => void;

/** Of the workspace: where it is, and in it the time and the state that functions read. */
interface Place {
  readonly base: number;
  readonly time: number;
  readonly state: number;
}

/** An equation works in the same place always. */
interface Solver {
  readonly stepper: Stepper;
  /** Of the last solution, where it is kept. */
  readonly record: StepRecord | undefined;
}

/** What a module that solves equations imports: it solves them, over its memory and with its functions. */
export function equationHost(memory: WebAssemblyMemory, exports: () => Exports) {
  /** By the number of the function of the right-hand side. */
  const solvers = new Map<number, Solver>();
  /** By the number of the function of the adjoint of the right-hand side. */
  const backwards = new Map<number, Adjoint>();
  const view = (address: number, size: number): Float64Array =>
    new Float64Array(memory.buffer, address >>> 0, size);

  /** A function of time and state that leaves `length` numbers at `output`. */
  const evaluation = (
    { base, time, state }: Place,
    size: number,
    number: number,
    output: number,
    length: number,
  ): System['derivative'] => {
    if (number === NONE) return () => {};
    const run = exports()[String(number)] as BodyFunction;
    const [ofTime, ofState] = [view(base + time, 1), view(base + state, size)];
    const ofOutput = view(base + output, length);
    return (t, z, result) => {
      ofTime[0] = t;
      for (let k = 0; k < size; k++) ofState[k] = z[k];
      run(base);
      for (let k = 0; k < length; k++) result[k] = ofOutput[k];
    };
  };

  const problem = (
    initial: number,
    start: number,
    times: number,
    size: number,
    count: number,
  ): InitialValueProblem => ({
    start: view(start, 1)[0],
    initial: view(initial, size),
    times: view(times, count),
  });

  const newSolver = (method: number, system: System, isRecorded: boolean): Solver => {
    const name = METHOD_NAMES[method];
    const record = isRecorded ? newRecord(name, system.size) : undefined;
    const stepper: Stepper = new methods[name](system);
    stepper.record = record;
    return { stepper, record };
  };

  const remembered = <T>(known: Map<number, T>, number: number, make: () => T): T => {
    let found = known.get(number);
    if (found === undefined) {
      found = make();
      known.set(number, found);
    }
    return found;
  };

  return {
    ode(
      base: number,
      time: number,
      state: number,
      derivative: number,
      derivativeAt: number,
      first: number,
      firstAt: number,
      jacobian: number,
      jacobianAt: number,
      initial: number,
      start: number,
      times: number,
      solution: number,
      size: number,
      rows: number,
      count: number,
      method: number,
      isRecorded: number,
      maxSteps: number,
      relative: number,
      absolute: number,
    ): void {
      const { stepper, record } = remembered(solvers, derivative, () => {
        const place = { base, time, state };
        const system: System = {
          size,
          rows,
          derivative: evaluation(place, size, derivative, derivativeAt, size),
          solution: evaluation(place, size, first, firstAt, rows),
          jacobian: evaluation(place, size, jacobian, jacobianAt, rows * rows),
        };
        return newSolver(method, system, isRecorded === 1);
      });
      record?.clear();
      const given = problem(initial, start, times, size, count);
      solve(stepper, given, { relative, absolute, maxSteps }, view(solution, count * size));
    },

    odeAdjoint(
      base: number,
      time: number,
      state: number,
      cotangent: number,
      recorded: number,
      derivative: number,
      derivativeAt: number,
      first: number,
      firstAt: number,
      jacobian: number,
      jacobianAt: number,
      adjoint: number,
      adjointAt: number,
      solution: number,
      cotangents: number,
      initial: number,
      start: number,
      times: number,
      result: number,
      size: number,
      rows: number,
      count: number,
      resultSize: number,
      method: number,
      maxSteps: number,
      relative: number,
      absolute: number,
    ): void {
      const place = { base, time, state };
      const given = problem(initial, start, times, size, count);
      const solved = view(solution, count * size);
      const system = {
        size,
        rows,
        jacobian: evaluation(place, size, jacobian, jacobianAt, rows * rows),
      };
      let { record } = solvers.get(recorded) ?? {};
      if (record === undefined) {
        const solver = remembered(solvers, derivative, () => {
          const slope = evaluation(place, size, derivative, derivativeAt, size);
          const solutionOf = evaluation(place, size, first, firstAt, rows);
          return newSolver(method, { ...system, derivative: slope, solution: solutionOf }, true);
        });
        record = solver.record!;
        record.clear();
        solve(solver.stepper, given, { relative, absolute, maxSteps }, solved.slice());
      }
      const backward = remembered(backwards, adjoint, () => {
        const run = evaluation(place, size, adjoint, adjointAt, resultSize);
        const ofCotangent = view(base + cotangent, size);
        return new adjoints[METHOD_NAMES[method]]({
          ...system,
          invariants: resultSize - size,
          pull(t, z, c, pulled) {
            for (let k = 0; k < size; k++) ofCotangent[k] = c[k];
            run(t, z, pulled);
          },
        });
      });
      backward.run(record, given, solved, view(cotangents, count * size), view(result, resultSize));
    },
  };
}
