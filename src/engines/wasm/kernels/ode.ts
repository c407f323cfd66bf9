/**
 * Differential equations: the right-hand side is a function of the module, and the host takes the steps. It decides
 * after each of them how to go on, which is little work beside the right-hand side; its code is the one of every
 * engine, so that they take the same steps.
 */
import { METHOD_NAMES } from '../../../differential-equations/solve.ts';
import { EQUATION_OUTPUTS, type EquationOutput } from '../../../graph/equation.ts';
import type { Node } from '../../../graph/node.ts';
import { sizeOf } from '../../../graph/node.ts';
import type { FunctionReference } from '../binary/module.ts';
import type { Context, Scope } from '../emit/context.ts';
import type { EquationPlan } from '../plan/equation-plan.ts';
import { type BodyPlan, shifted } from '../plan/plan.ts';
import { finishOutputs, loadScalar, move } from './body.ts';
import { type Dense, denseInput, denseResult } from './dense.ts';
import { EQUATION_PARAMETERS, NONE } from './equation-host.ts';

export function ode(context: Context, scope: Scope, node: Node): void {
  const { code, base } = scope;
  const { method, rows, relative, absolute, maxSteps } = node.attributes;
  const plan = context.equations.get(node)!;
  const { scratch } = context.workspace;
  const inScratch = (name: string): number => scratch + plan.inputs.get(name)!;
  const [initial, start, times, ...invariants] = node.inputs;
  invariants.forEach((invariant, k) => {
    const to: Dense = { pointer: base, address: inScratch(`invariant${k}`) };
    move(code, denseInput(context, scope, invariant), to, sizeOf(invariant.shape));
  });
  const address = ({ pointer, address: at }: Dense): void => {
    code.get(pointer).i32(at).do('i32Add');
  };
  code.get(base).i32(inScratch('time')).i32(inScratch('state'));
  for (const name of EQUATION_OUTPUTS) {
    const body = plan.bodies.get(name);
    // an explicit method asks for the derivative alone
    const number = body && context.module.exportNumbered(bodyFunction(context, node, name, body));
    code.i32(number ?? NONE).i32(body ? scratch + plan.work + body.workspace.outputs : 0);
  }
  for (const input of [initial, start, times]) address(denseInput(context, scope, input));
  address(denseResult(context, scope, node));
  code.i32(sizeOf(initial.shape)).i32(rows!).i32(sizeOf(times.shape));
  code.i32(METHOD_NAMES.indexOf(method!)).i32(maxSteps!);
  code.f64(relative!).f64(absolute!);
  code.call(context.module.importFunction('kernels', 'ode', EQUATION_PARAMETERS, undefined));
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
