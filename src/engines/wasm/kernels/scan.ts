import type { Node } from '../../../graph/node.ts';
import { sizeOf } from '../../../graph/node.ts';
import { bodyInputNames } from '../../../graph/scan-shape.ts';
import { type Context, type Scope, storageOf } from '../emit/context.ts';
import { shifted } from '../plan/plan.ts';
import type { BodyInput } from '../plan/scalar-body.ts';
import { beyond, finishOutputs, loadScalar, move } from './body.ts';
import { advance, type Dense, denseInput, denseResult } from './dense.ts';

/**
 * A sequential loop around the code of its body, which works in the scratch memory. What has one
 * element is in a local variable, so that the steps of a body of scalars wait for no memory.
 */
export function scan(context: Context, scope: Scope, node: Node): void {
  const { extent, reverse, body } = node.attributes;
  const steps = extent!;
  const { code, base } = scope;
  const [initial] = node.inputs;
  const states = sizeOf(initial.shape);
  const width = sizeOf(body!.outputs.get('emitted')!.shape);
  const result = denseResult(context, scope, node);
  const start = denseInput(context, scope, initial);
  if (steps === 0) {
    move(code, start, result, states);
    return;
  }
  const plan = shifted(context.bodies.get(node)!, context.workspace.scratch);
  const addresses = new Map(plan.workspace.addresses);
  const inner: Context = {
    ...context,
    ...plan,
    workspace: { ...plan.workspace, addresses },
    constants: context.constants.ofBody(node),
  };
  const innerScope: Scope = { code, base, scalars: new Map() };
  const inside = (part: Node): Dense => ({ pointer: base, address: addresses.get(part)! });
  const { state, slices, invariants } = receivedInputs(plan.inputs, node);

  for (const { part, source, element, isWhole } of invariants) {
    const view = context.views.of(source);
    const from = storageOf(context, view.source);
    if (from.region === 'workspace') {
      addresses.set(part, from.address + 8 * (view.offset + element));
      if (sizeOf(part.shape) === 1) loadScalar(innerScope, part, inside(part));
    } else {
      const dense = beyond(denseInput(context, scope, source), element);
      if (isWhole) move(code, dense, inside(part), sizeOf(part.shape));
      if (sizeOf(part.shape) === 1) loadScalar(innerScope, part, dense);
    }
  }
  const pointers = new Map<Node, Dense & { readonly bytes: number }>();
  for (const { source } of slices) {
    if (pointers.has(source)) continue;
    const bytes = 8 * sizeOf(source.shape.slice(1));
    const dense = denseInput(context, scope, source);
    if (reverse) advance(code, dense.pointer, bytes * (steps - 1));
    pointers.set(source, { ...dense, bytes });
  }
  const target = code.local('i32');
  code.get(base);
  if (reverse) code.i32(8 * width * (steps - 1)).do('i32Add');
  code.set(target);
  const whole = state.find(({ isWhole }) => isWhole)?.part;
  if (whole !== undefined) move(code, start, inside(whole), states);
  const carried = state.filter(({ part }) => sizeOf(part.shape) === 1);
  for (const { part, element } of carried) loadScalar(innerScope, part, beyond(start, element));

  const direction = reverse ? -1 : 1;
  const outputs = outputElements(inner);
  code.count(code.local('i32'), 0, steps, 1, () => {
    for (const { part, source, element, isWhole } of slices) {
      const from = beyond(pointers.get(source)!, element);
      if (isWhole) move(code, from, inside(part), sizeOf(part.shape));
      if (sizeOf(part.shape) === 1) loadScalar(innerScope, part, from);
    }
    for (const { pointer, bytes } of pointers.values()) advance(code, pointer, direction * bytes);
    for (const step of plan.schedule.steps) context.emitStep(inner, innerScope, step);
    finishOutputs(inner, innerScope);
    const emitted = { pointer: base, address: plan.workspace.outputs + 8 * states };
    move(code, emitted, { pointer: target, address: result.address }, width);
    advance(code, target, 8 * direction * width);
    if (whole !== undefined) {
      move(code, { pointer: base, address: plan.workspace.outputs }, inside(whole), states);
    }
    // all are read before one changes
    for (const { element } of carried) {
      const value = innerScope.scalars.get(outputs[element]);
      if (value !== undefined) code.get(value);
      else code.get(base).loadSplat(plan.workspace.outputs + 8 * element);
    }
    for (const { part } of carried.toReversed()) code.set(innerScope.scalars.get(part)!);
  });
  const last = { pointer: base, address: result.address + 8 * steps * width };
  move(code, { pointer: base, address: plan.workspace.outputs }, last, states);
}

/** An input of the body, the input of the loop it comes from, and its first element in a slice of that. */
interface Received {
  readonly part: Node;
  readonly source: Node;
  readonly element: number;
  /** Whether the code may read it from memory, as it does with all but single elements. */
  readonly isWhole: boolean;
}

/** The inputs of a body by what they are. */
function receivedInputs(
  parts: readonly BodyInput[],
  { inputs, attributes }: Node,
): Record<'state' | 'slices' | 'invariants', readonly Received[]> {
  const sliced = attributes.sliced!;
  const names = bodyInputNames(inputs.length, sliced);
  const received = parts.map(({ part, name, element }) => {
    const position = names.indexOf(name);
    const isWhole = element === undefined;
    return { part, position, source: inputs[position], element: element ?? 0, isWhole };
  });
  return {
    state: received.filter(({ position }) => position === 0),
    slices: received.filter(({ position }) => position > 0 && position <= sliced),
    invariants: received.filter(({ position }) => position > sliced),
  };
}

/** The nodes that hold the outputs of a body of scalars, one after the other. */
const outputElements = ({ graph, views }: Context): Node[] =>
  Array.from(graph.outputs.values(), (output) => views.of(output).source);
