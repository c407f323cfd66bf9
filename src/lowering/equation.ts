/**
 * `ode(…)`: an equation of the graph whose right-hand side is lowered in a graph of its own. Where index variables
 * walk over several, a loop solves one after the other.
 */
import { vectorJacobianProduct } from '../autodiff/gradient.ts';
import { jacobian } from '../autodiff/jacobian.ts';
import { evaluate } from '../engines/reference/evaluate.ts';
import { findFirstNaN } from '../engines/reference/first-nan.ts';
import type { Builder } from '../graph/builder.ts';
import { graphOf } from '../graph/collect.ts';
import {
  type EquationOptions,
  equationArguments,
  equationBody,
  solution,
} from '../graph/equation.ts';
import { graft } from '../graph/graft.ts';
import { loopBody, scan } from '../graph/loop.ts';
import type { Graph, Node, TensorData } from '../graph/node.ts';
import { sizeOf } from '../graph/node.ts';
import { simplify } from '../graph/simplify.ts';
import { isVariableAxis } from '../semantics/axes.ts';
import { optionProblem } from '../semantics/equations.ts';
import type { Axis, EquationNode, TypedExpression } from '../semantics/typed-expression.ts';
import { alignFully } from './align.ts';
import type { Environment } from './environment.ts';
import { lowerExpression } from './expression.ts';

/** Where the call names none. */
const DEFAULTS = { rtol: 1e-6, atol: 1e-8, max_steps: 100_000 } as const;

const isPlain = (axis: Axis): boolean => !isVariableAxis(axis);
const isKnown = ({ stage }: TypedExpression): boolean => stage === 'constant' || stage === 'data';

export function lowerEquation(e: EquationNode, environment: Environment): Node {
  checkKnownTimes(e, environment);
  const walked = e.axes.filter(isVariableAxis);
  const b = environment.builder;
  const shape = environment.shapeOf(e.axes);
  const solved = walked.length === 0 ? alone(e, environment) : forEach(e, walked, environment);
  const node = b.reshape(solved, shape);
  const isAlone = isKnown(e) && graphOf({ node }).inputs.length === 0;
  return isAlone ? b.constant(known(e, node, environment), shape) : node;
}

/** The solution of an equation of data alone, which there must be. */
function known(e: EquationNode, node: Node, environment: Environment): TensorData {
  const origin = findFirstNaN(environment.builder.finish({ node }), {});
  if (origin?.reason !== undefined && !environment.isInBranch) {
    environment.fail('no-solution', e.span, `\`ode\` has no solution: ${origin.reason}`);
  }
  return evaluate([node])[0];
}

/** What the parts of an equation are, without axes of index variables, in whatever builder. */
type PartsOf = (part: TypedExpression) => Node;

function alone(e: EquationNode, environment: Environment): Node {
  return equationIn(environment.builder, e, environment, (part) =>
    lowerExpression(part, environment),
  );
}

/** The solution for each of the members along the axes of index variables, one after the other. */
function forEach(e: EquationNode, walked: readonly Axis[], environment: Environment): Node {
  const b = environment.builder;
  const members = environment.shapeOf(walked);
  const count = sizeOf(members);
  const parts = [e.initial, e.start, e.times, ...unknownArguments(e, environment)];
  const varying = parts.filter(({ axes }) => axes.some(isVariableAxis));
  const common = parts.filter((part) => !varying.includes(part));
  const sliced = varying.map((part) => {
    const plain = part.axes.filter(isPlain);
    const shape = environment.shapeOf(plain);
    const node = lowerExpression(part, environment);
    const axes = [...walked, ...plain];
    const all = alignFully(b, node, part.axes, axes, [...members, ...shape]);
    return b.reshape(all, [count, ...shape]);
  });
  const invariants = common.map((part) => lowerExpression(part, environment));
  const none = b.constant(new Float64Array(0), [0]);
  const body = loopBody({ initial: none, sliced, invariants }, (inner, state, slices, wholes) => {
    const result = inner.withOrigin(e.span, () =>
      equationIn(inner, e, environment, (part) => {
        const place = varying.indexOf(part);
        return place < 0 ? wholes[common.indexOf(part)] : slices[place];
      }),
    );
    return { next: state, emitted: inner.reshape(result, [sizeOf(result.shape)]) };
  });
  return scan(b, { initial: none, sliced, invariants, steps: count, body, reverse: false }).emitted;
}

/** What data alone give, where that is the same for all members and at all steps of a recurrence around it. */
function valuesOf(node: Node): TensorData | undefined {
  return graphOf({ node }).inputs.length > 0 ? undefined : evaluate([node])[0];
}

/** Arguments that the right-hand side has as constants, which may say what it picks. */
function knownArguments(
  e: EquationNode,
  environment: Environment,
): ReadonlyMap<TypedExpression, TensorData> {
  return new Map(
    e.arguments.flatMap((argument, k): [TypedExpression, TensorData][] => {
      if (!isKnown(e.inputs.arguments[k])) return [];
      const values = valuesOf(lowerExpression(argument, environment));
      return values === undefined ? [] : [[argument, values]];
    }),
  );
}

/** The others. */
function unknownArguments(e: EquationNode, environment: Environment): TypedExpression[] {
  const known = knownArguments(e, environment);
  return e.arguments.filter((argument) => !known.has(argument));
}

function equationIn(b: Builder, e: EquationNode, environment: Environment, nodeOf: PartsOf): Node {
  const vector = (part: TypedExpression): Node => {
    const node = nodeOf(part);
    return b.reshape(node, [sizeOf(node.shape)]);
  };
  const initial = vector(e.initial);
  const invariants = unknownArguments(e, environment).map(nodeOf);
  const options = optionsOf(e, sizeOf(initial.shape), environment);
  return solution(b, {
    initial,
    start: nodeOf(e.start),
    times: vector(e.times),
    invariants,
    body: rightHandSide(e, invariants, options, environment),
    options,
  });
}

/** The right-hand side, and its Jacobian where the method needs that. */
function rightHandSide(
  e: EquationNode,
  invariants: readonly Node[],
  { method }: EquationOptions,
  environment: Environment,
): Graph {
  const { time: ofTime, state: ofState, arguments: ofArguments } = e.inputs;
  const shape = environment.shapeOf(ofState.axes);
  const size = sizeOf(shape);
  const known = knownArguments(e, environment);
  const define = equationBody(size, invariants, (b, time, state, others) => {
    const inside = environment.forBody(b);
    inside.lowered.set(ofTime, time);
    inside.lowered.set(ofState, b.reshape(state, shape));
    let next = 0;
    e.arguments.forEach((argument, k) => {
      const values = known.get(argument);
      inside.lowered.set(
        ofArguments[k],
        values === undefined
          ? others[next++]
          : b.constant(values, environment.shapeOf(ofArguments[k].axes)),
      );
    });
    const { derivative } = e;
    const node = b.withOrigin(derivative.span, () => lowerExpression(derivative, inside));
    const full = alignFully(b, node, derivative.axes, ofState.axes, shape);
    return { derivative: b.reshape(full, [size]) };
  });
  const body = simplify(define, evaluate);
  if (method !== 'bdf') return body;
  const withJacobian = equationBody(size, invariants, (b, time, state, others) => {
    const { derivative } = graft(b, body, equationArguments(time, state, others));
    const [ofState] = jacobian(b, vectorJacobianProduct, derivative, [state]);
    return { derivative, solution: derivative, jacobian: ofState };
  });
  return simplify(withJacobian, evaluate);
}

function optionsOf(e: EquationNode, rows: number, environment: Environment): EquationOptions {
  const numberOf = (name: keyof typeof DEFAULTS, given: TypedExpression | undefined): number => {
    if (given === undefined) return DEFAULTS[name];
    const value = evaluate([lowerExpression(given, environment)])[0][0];
    const problem = optionProblem(name, value);
    if (problem !== undefined) environment.fail('ode-option', given.span, problem);
    return value;
  };
  return {
    method: e.method,
    rows,
    relative: numberOf('rtol', e.relative),
    absolute: numberOf('atol', e.absolute),
    maxSteps: numberOf('max_steps', e.maxSteps),
  };
}

/** Times that data give must not decrease nor begin before the start, for any member of index variables. */
function checkKnownTimes({ times, start, axes }: EquationNode, environment: Environment): void {
  if (!isKnown(times)) return;
  const b = environment.builder;
  const order = [...axes.filter(isVariableAxis), ...times.axes.filter(isPlain)];
  const shape = environment.shapeOf(order);
  const all = (part: TypedExpression): TensorData | undefined =>
    valuesOf(alignFully(b, lowerExpression(part, environment), part.axes, order, shape));
  const values = all(times);
  if (values === undefined) return;
  const starts = isKnown(start) ? all(start) : undefined;
  const count = times.axes.some(isPlain) ? shape[shape.length - 1] : 1;
  const written = environment.source.text.slice(times.span.start, times.span.end);
  for (let k = 0; k < values.length; k++) {
    const place = k % count;
    const isFirst = place === 0;
    const before = isFirst ? starts?.[k] : values[k - 1];
    if (Number.isFinite(values[k]) && !(before !== undefined && values[k] < before)) continue;
    const which = count > 1 ? `number ${place + 1} of \`${written}\`` : `\`${written}\``;
    environment.fail(
      'ode-times',
      times.span,
      Number.isFinite(values[k])
        ? isFirst
          ? `the times of \`ode\` must not be before its start: ${which} is ${values[k]}, before ${before}`
          : `the times of \`ode\` must not decrease: ${which} is ${values[k]}, after ${before}`
        : `the times of \`ode\` are finite; ${which} is ${values[k]}`,
      isFirst || !Number.isFinite(values[k]) ? undefined : 'sort the rows by time',
    );
  }
}
