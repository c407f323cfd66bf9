/**
 * Differential equations: the right-hand side is a function of the module, and the host takes the steps. It decides
 * after each of them how to go on, which is little work beside the right-hand side; its code is the one of every
 * engine, so that they take the same steps.
 */
import { METHOD_NAMES } from '../../../differential-equations/solve.ts';
import { type EquationOutput, equationOf } from '../../../graph/equation.ts';
import type { Node } from '../../../graph/node.ts';
import { sizeOf } from '../../../graph/node.ts';
import type { FunctionReference } from '../../../webassembly/module.ts';
import type { Context, Scope } from '../emit/context.ts';
import type { EquationPlan } from '../plan/equation-plan.ts';
import { type BodyPlan, shifted } from '../plan/plan.ts';
import { finishOutputs, loadScalar, move } from './body.ts';
import { type Dense, denseInput, denseResult } from './dense.ts';
import { ADJOINT_PARAMETERS, EQUATION_PARAMETERS, NONE } from './equation-host.ts';

export function ode(context: Context, scope: Scope, node: Node): void {
  const { code, base } = scope;
  const { method, rows, relative, absolute, maxSteps } = node.attributes;
  const [initial, start, times] = node.inputs;
  const write = writerOf(context, scope, node);
  write.invariants();
  code.get(base);
  write.places('time', 'state');
  for (const name of ['derivative', 'solution', 'jacobian'] as const) {
    const number = write.part(name);
    if (name === 'derivative') context.slopes.set(node, number);
  }
  for (const input of [initial, start, times]) write.address(denseInput(context, scope, input));
  write.address(denseResult(context, scope, node));
  code.i32(sizeOf(initial.shape)).i32(rows!).i32(sizeOf(times.shape));
  code.i32(METHOD_NAMES.indexOf(method!)).i32(context.recorded.has(node) ? 1 : 0);
  code.i32(maxSteps!).f64(relative!).f64(absolute!);
  code.call(context.module.importFunction('kernels', 'ode', EQUATION_PARAMETERS, undefined));
}

export function odeAdjoint(context: Context, scope: Scope, node: Node): void {
  const { code, base } = scope;
  const { method, rows, relative, absolute, maxSteps } = node.attributes;
  const [solution, cotangent] = node.inputs;
  const { initial, start, times } = equationOf(node);
  const write = writerOf(context, scope, node);
  write.invariants();
  code.get(base);
  write.places('time', 'state', 'cotangent');
  const recorded = context.recorded.has(solution) ? context.slopes.get(solution)! : NONE;
  code.i32(recorded);
  // without a record the solution is found again
  for (const name of ['derivative', 'solution'] as const) {
    if (recorded === NONE) write.part(name);
    else code.i32(NONE).i32(0);
  }
  write.part('jacobian');
  write.part('adjoint');
  for (const input of [solution, cotangent, initial, start, times]) {
    write.address(denseInput(context, scope, input));
  }
  write.address(denseResult(context, scope, node));
  code.i32(sizeOf(initial.shape)).i32(rows!).i32(sizeOf(times.shape)).i32(sizeOf(node.shape));
  code.i32(METHOD_NAMES.indexOf(method!));
  code.i32(maxSteps!).f64(relative!).f64(absolute!);
  code.call(context.module.importFunction('kernels', 'odeAdjoint', ADJOINT_PARAMETERS, undefined));
}

/** Writes what the host is told of an equation. */
function writerOf(context: Context, scope: Scope, node: Node) {
  const { code, base } = scope;
  const plan = context.equations.get(node)!;
  const { scratch } = context.workspace;
  const inScratch = (name: string): number => scratch + plan.inputs.get(name)!;
  return {
    /** Brings the invariants to where the bodies read them. */
    invariants(): void {
      equationOf(node).invariants.forEach((invariant, k) => {
        const to: Dense = { pointer: base, address: inScratch(`invariant${k}`) };
        move(code, denseInput(context, scope, invariant), to, sizeOf(invariant.shape));
      });
    },
    /** Where the bodies read other inputs, from the start of the workspace on. */
    places(...names: readonly string[]): void {
      for (const name of names) code.i32(inScratch(name));
    },
    /** The number of the function of an output of the body, and where it leaves that; an output need not be there. */
    part(name: EquationOutput): number {
      const body = plan.bodies.get(name);
      const number =
        body === undefined
          ? NONE
          : context.module.exportNumbered(bodyFunction(context, node, name, body));
      code.i32(number).i32(body ? scratch + plan.work + body.workspace.outputs : 0);
      return number;
    },
    address({ pointer, address }: Dense): void {
      code.get(pointer).i32(address).do('i32Add');
    },
  };
}

/** One output of the body as a function of the address of the workspace. */
function bodyFunction(
  context: Context,
  node: Node,
  name: EquationOutput,
  body: BodyPlan,
): FunctionReference {
  const { inputs, work }: EquationPlan = context.equations.get(node)!;
  const { scratch } = context.workspace;
  const plan = shifted(body, scratch + work);
  const addresses = new Map(plan.workspace.addresses);
  const inner: Context = {
    ...context,
    ...plan,
    workspace: { ...plan.workspace, addresses },
    constants: context.constants.ofBody(node, name),
  };
  return context.module.function(['i32'], undefined, (code) => {
    const scope: Scope = { code, base: code.parameter(0), scalars: new Map() };
    for (const { part, name: input, element } of plan.inputs) {
      const address = scratch + inputs.get(input)! + 8 * (element ?? 0);
      if (element === undefined) addresses.set(part, address);
      if (sizeOf(part.shape) === 1) loadScalar(scope, part, { pointer: scope.base, address });
    }
    for (const step of plan.schedule.steps) context.emitStep(inner, scope, step);
    finishOutputs(inner, scope);
  });
}
