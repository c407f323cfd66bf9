/**
 * Ordinary differential equations:
 *
 *     state′ = derivative(time, state, invariants),   state(start) = initial
 *
 * The right-hand side is a graph of its own with the output `derivative` [n], and for implicit methods `solution`
 * [rows], the first column of that, and its `jacobian` [rows, rows]. Its inputs are named `time` [], `state` [n] and `invariant0`, …; it may leave out any of them.
 *
 * A state is a matrix of `rows` rows whose first column is the solution. Further columns are its derivatives in some
 * directions: they have the same Jacobian.
 */
import { Builder } from './builder.ts';
import { ADJOINT_INPUTS, equationInputNames } from './equation-shape.ts';
import type { Attributes, ElementType, Graph, Node, Shape } from './node.ts';

/** The inputs of an equation. */
export interface EquationInputs {
  /** [n] */
  readonly initial: Node;
  /** [] */
  readonly start: Node;
  /** [k], not before the start and in their order. */
  readonly times: Node;
  /** What the right-hand side sees at every time. */
  readonly invariants: readonly Node[];
}

/** How an equation is solved. */
export type EquationOptions = Required<
  Pick<Attributes, 'method' | 'rows' | 'relative' | 'absolute' | 'maxSteps'>
>;

export interface Equation extends EquationInputs {
  readonly body: Graph;
  readonly options: EquationOptions;
}

interface TensorType {
  readonly shape: Shape;
  readonly type: ElementType;
}

/** The right-hand side, in the body's own builder. */
export type DefineEquation = (
  b: Builder,
  time: Node,
  state: Node,
  invariants: readonly Node[],
) => { readonly derivative: Node; readonly solution?: Node; readonly jacobian?: Node };

/** The outputs of a body that it may have. */
export const EQUATION_OUTPUTS = ['derivative', 'solution', 'jacobian', 'adjoint'] as const;

export type EquationOutput = (typeof EQUATION_OUTPUTS)[number];

/** The body of an equation with a state of so many elements and such invariants. */
export function equationBody(
  size: number,
  invariants: readonly TensorType[],
  define: DefineEquation,
): Graph {
  const b = new Builder();
  return b.finish({ ...define(b, ...bodyInputs(b, size, invariants)) });
}

function bodyInputs(
  b: Builder,
  size: number,
  invariants: readonly TensorType[],
): [time: Node, state: Node, invariants: Node[]] {
  const time = b.input('time', []);
  const state = b.input('state', [size]);
  return [
    time,
    state,
    invariants.map(({ shape, type }, k) => b.input(`invariant${k}`, shape, type)),
  ];
}

/** The cotangents of the state and of invariants, one after the other, from that of the derivative. */
export type DefineAdjoint = (
  b: Builder,
  time: Node,
  state: Node,
  invariants: readonly Node[],
  cotangent: Node,
) => ReturnType<DefineEquation> & { readonly adjoint: Node };

/** The body of the adjoint of such an equation. */
export function adjointBody(
  size: number,
  invariants: readonly TensorType[],
  define: DefineAdjoint,
): Graph {
  const b = new Builder();
  const [time, state, others] = bodyInputs(b, size, invariants);
  return b.finish({ ...define(b, time, state, others, b.input('cotangent', [size])) });
}

/** What stands for the inputs of a body, by name. */
export function equationArguments(
  time: Node,
  state: Node,
  invariants: readonly Node[],
): ReadonlyMap<string, Node> {
  const names = equationInputNames(3 + invariants.length).slice(3);
  return new Map([
    ['time', time],
    ['state', state],
    ...names.map((name, k): [string, Node] => [name, invariants[k]]),
  ]);
}

/** The states at the times: [k, n]. */
export function solution(
  b: Builder,
  { initial, start, times, invariants, body, options }: Equation,
): Node {
  return b.make('ode', [initial, start, times, ...invariants], { body, ...options });
}

/**
 * The gradient of Σ ⟨solved, cotangent⟩ in the initial state and in the first `wanted` invariants: one vector.
 *
 * @param solved the solution of the equation
 * @param body with the output `adjoint` beside those of the equation
 */
export function solutionAdjoint(
  b: Builder,
  solved: Node,
  cotangent: Node,
  { initial, start, times, invariants, body, options }: Equation,
  wanted: number,
): Node {
  const inputs = [solved, cotangent, initial, start, times, ...invariants];
  return b.make('odeAdjoint', inputs, { body, wanted, ...options });
}

/** The equation of an `ode` or an `odeAdjoint`. */
export function equationOf({ op, inputs, attributes }: Node): Equation {
  const own = op === 'odeAdjoint' ? inputs.slice(ADJOINT_INPUTS) : inputs;
  const [initial, start, times, ...invariants] = own;
  const { body, method, rows, relative, absolute, maxSteps } = attributes;
  return {
    initial,
    start,
    times,
    invariants,
    body: body!,
    options: {
      method: method!,
      rows: rows!,
      relative: relative!,
      absolute: absolute!,
      maxSteps: maxSteps!,
    },
  };
}
