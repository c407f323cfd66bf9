import type { Node } from '../../../graph/node.ts';
import { sizeOf } from '../../../graph/node.ts';
import { bodyInputNames } from '../../../graph/scan-shape.ts';
import type { FunctionBuilder, Local } from '../binary/function.ts';
import { type Context, type Scope, storageOf } from '../emit/context.ts';
import { shifted } from '../plan/plan.ts';
import { rowMajor } from '../plan/views.ts';
import { copy } from './copy.ts';
import { advance, type Dense, denseInput, denseResult } from './dense.ts';

/**
 * A sequential loop around the code of its body, which works in the scratch memory. What has one
 * element is in a local variable besides, so that scalar bodies wait for no memory.
 */
export function scan(context: Context, scope: Scope, node: Node): void {
  const { extent, reverse } = node.attributes;
  const steps = extent!;
  const { code, base } = scope;
  const [initial] = node.inputs;
  const states = sizeOf(initial.shape);
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
    constants: context.constants.ofBody(node, plan.graph),
  };
  const innerScope: Scope = { code, base, scalars: new Map() };
  const inside = (part: Node): Dense => ({ pointer: base, address: addresses.get(part)! });
  const outputs = outputsOf(inner, base);

  const { state, slices, invariants } = receivedInputs(plan.graph.inputs, node);
  for (const { part, source } of invariants) {
    const from = storageOf(context, context.views.of(source).source);
    const { offset } = context.views.of(source);
    if (from.region === 'workspace') addresses.set(part, from.address + 8 * offset);
    else move(code, denseInput(context, scope, source), inside(part), sizeOf(part.shape));
    if (sizeOf(part.shape) === 1) loadScalar(innerScope, part, inside(part));
  }
  const moving = slices.map(({ part, source }) => {
    const size = sizeOf(part.shape);
    const dense = denseInput(context, scope, source);
    if (reverse) advance(code, dense.pointer, 8 * size * (steps - 1));
    return { part, dense, size };
  });
  const width = sizeOf(outputs.emitted.node.shape);
  const target = code.local('i32');
  code
    .get(base)
    .i32(reverse ? 8 * width * (steps - 1) : 0)
    .do('i32Add')
    .set(target);
  if (state !== undefined) {
    move(code, start, inside(state), states);
    if (states === 1) loadScalar(innerScope, state, inside(state));
  }

  const direction = reverse ? -1 : 1;
  code.count(code.local('i32'), 0, steps, 1, () => {
    for (const { part, dense, size } of moving) {
      move(code, dense, inside(part), size);
      if (size === 1) loadScalar(innerScope, part, dense);
      advance(code, dense.pointer, 8 * direction * size);
    }
    for (const step of plan.schedule.steps) context.emitStep(inner, innerScope, step);
    finishOutputs(inner, innerScope);
    move(code, outputs.emitted.dense, { pointer: target, address: result.address }, width);
    advance(code, target, 8 * direction * width);
    if (state === undefined) return;
    move(code, outputs.next.dense, inside(state), states);
    const local = innerScope.scalars.get(state);
    const { source } = inner.views.of(outputs.next.node);
    const value = sizeOf(source.shape) === 1 ? innerScope.scalars.get(source) : undefined;
    if (local === undefined) return;
    if (value !== undefined) code.get(value).set(local);
    else code.get(base).loadSplat(outputs.next.dense.address).set(local);
  });
  const last = { pointer: base, address: result.address + 8 * steps * width };
  move(code, outputs.next.dense, last, states);
}

interface Received {
  /** The input of the body, and that of the loop. */
  readonly part: Node;
  readonly source: Node;
}

/** The inputs of a body by what they are. */
function receivedInputs(
  parts: readonly Node[],
  { inputs, attributes }: Node,
): { state: Node | undefined; slices: Received[]; invariants: Received[] } {
  const sliced = attributes.sliced!;
  const names = bodyInputNames(inputs.length, sliced);
  const positions = parts.map((part) => names.indexOf(part.attributes.name!));
  const received = parts.map((part, k) => ({ part, source: inputs[positions[k]] }));
  return {
    state: parts[positions.indexOf(0)],
    slices: received.filter((_, k) => positions[k] > 0 && positions[k] <= sliced),
    invariants: received.filter((_, k) => positions[k] > sliced),
  };
}

/** Where a body leaves its outputs: the next state, then what it emits. */
function outputsOf({ graph, workspace }: Context, base: Local) {
  const [next, emitted] = ['next', 'emitted'].map((name) => graph.outputs.get(name)!);
  const address = workspace.outputs;
  return {
    next: { node: next, dense: { pointer: base, address } },
    emitted: {
      node: emitted,
      dense: { pointer: base, address: address + 8 * sizeOf(next.shape) },
    },
  };
}

function finishOutputs(inner: Context, scope: Scope): void {
  for (const { output, address } of inner.workspace.copies) {
    const strides = rowMajor(output.shape);
    copy(inner, scope, output.shape, inner.views.of(output), { address, strides });
  }
}

function loadScalar({ code, scalars }: Scope, node: Node, { pointer, address }: Dense): void {
  const local = code.local('v128');
  code.get(pointer).loadSplat(address).set(local);
  scalars.set(node, local);
}

/** Elements that are copied one pair after the other without a loop. */
const UNROLLED = 16;

function move(code: FunctionBuilder, from: Dense, to: Dense, count: number): void {
  const pair = (source: Local, target: Local, bytes: number): void => {
    code
      .get(target)
      .get(source)
      .loadV128(from.address + bytes)
      .storeV128(to.address + bytes);
  };
  let done = 0;
  let [source, target] = [from.pointer, to.pointer];
  if (count > UNROLLED) {
    [source, target] = [code.local('i32'), code.local('i32')];
    code.get(from.pointer).set(source).get(to.pointer).set(target);
    code.count(code.local('i32'), 0, Math.floor(count / 2), 1, () => {
      pair(source, target, 0);
      advance(code, source, 16);
      advance(code, target, 16);
    });
    done = 2 * Math.floor(count / 2);
  }
  let bytes = 0;
  for (; done + 1 < count; done += 2, bytes += 16) pair(source, target, bytes);
  if (done < count) {
    code
      .get(target)
      .get(source)
      .loadF64(from.address + bytes)
      .storeF64(to.address + bytes);
  }
}
