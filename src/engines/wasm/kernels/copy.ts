/** Kernels that move elements. */
import type { Node, Shape } from '../../../graph/node.ts';
import { stridesOf } from '../../../graph/strides.ts';
import { type Context, fill, regionOf, type Scope, storageOf } from '../emit/context.ts';
import { Nest, type Pattern } from '../emit/nest.ts';
import type { View } from '../plan/views.ts';

/** Where elements go, in the workspace: strides in elements, the address in bytes. */
interface Target {
  readonly address: number;
  readonly strides: readonly number[];
}

/** Copies the elements of a view of the given shape. */
export function copy(
  context: Context,
  { code, base }: Scope,
  shape: Shape,
  from: View,
  to: Target,
): void {
  const source: Pattern = { strides: from.strides, unit: 8, region: regionOf(from.source) };
  const target: Pattern = { strides: to.strides, unit: 8, region: 'workspace' };
  const nest = new Nest(code, base, shape, [source, target]);
  const address = storageOf(context, from.source).address + 8 * from.offset;
  const inPairs = nest.innerStride(source) === 1 && nest.innerStride(target) === 1;
  nest.run(
    {
      enter: () => {},
      body: (lanes) => {
        nest.pushAddress(target);
        nest.pushAddress(source);
        if (lanes === 'pair') code.loadV128(address).storeV128(to.address);
        else code.loadF64(address).storeF64(to.address);
      },
      leave: () => {},
    },
    inPairs ? 2 : 1,
  );
}

/** Tensors one after the other along an axis. */
export function concatenate(context: Context, scope: Scope, node: Node): void {
  const strides = stridesOf(node.shape);
  const axis = node.attributes.axis!;
  let address = context.workspace.addresses.get(node)!;
  for (const part of node.inputs) {
    copy(context, scope, part.shape, context.views.of(part), { address, strides });
    address += 8 * part.shape[axis] * strides[axis];
  }
}

/** A tensor with zeros around it. */
export function pad(context: Context, scope: Scope, node: Node): void {
  const [x] = node.inputs;
  const strides = stridesOf(node.shape);
  const before = node.attributes.before!;
  const start = before.reduce((sum, count, axis) => sum + count * strides[axis], 0);
  fill(context, scope, node, 0);
  const address = context.workspace.addresses.get(node)! + 8 * start;
  copy(context, scope, x.shape, context.views.of(x), { address, strides });
}
