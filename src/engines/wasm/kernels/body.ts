/** Code around the bodies of loops and equations: how elements get into them and out of them. */
import type { Node } from '../../../graph/node.ts';
import { sizeOf } from '../../../graph/node.ts';
import { stridesOf } from '../../../graph/strides.ts';
import type { FunctionBuilder, Local } from '../../../webassembly/function.ts';
import type { Context, Scope } from '../emit/context.ts';
import { copy } from './copy.ts';
import { advance, type Dense } from './dense.ts';

export const beyond = ({ pointer, address }: Dense, elements: number): Dense => ({
  pointer,
  address: address + 8 * elements,
});

/** Puts the outputs side by side that are not there already. */
export function finishOutputs(inner: Context, scope: Scope): void {
  const { code, base, scalars } = scope;
  for (const { output, address } of inner.workspace.copies) {
    const view = inner.views.of(output);
    const known = sizeOf(view.source.shape) === 1 ? scalars.get(view.source) : undefined;
    if (known === undefined || sizeOf(output.shape) !== 1) {
      copy(inner, scope, output.shape, view, { address, strides: stridesOf(output.shape) });
    } else {
      code.get(base).get(known).lane(0).storeF64(address);
    }
  }
}

export function loadScalar(
  { code, scalars }: Scope,
  node: Node,
  { pointer, address }: Dense,
): void {
  const local = code.local('v128');
  code.get(pointer).loadSplat(address).set(local);
  scalars.set(node, local);
}

/** Elements that are copied one pair after the other without a loop. */
const UNROLLED = 16;

export function move(code: FunctionBuilder, from: Dense, to: Dense, count: number): void {
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
