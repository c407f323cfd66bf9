/** Kernels that walk along one axis, element by element. */
import type { Node, Shape } from '../../../graph/node.ts';
import { stridesOf } from '../../../graph/strides.ts';
import type { Local } from '../../../webassembly/function.ts';
import { type Context, regionOf, type Scope, storageOf } from '../emit/context.ts';
import { Nest, type Pattern } from '../emit/nest.ts';

interface Walk {
  readonly outer: Nest;
  readonly source: Pattern;
  readonly target: Pattern;
  /** Bytes from one element to the next. */
  readonly sourceStep: number;
  readonly targetStep: number;
  readonly from: number;
  readonly to: number;
}

/** The nest over all other axes, and how to walk along this one from its first element. */
function walk(context: Context, { code, base }: Scope, node: Node, kept: boolean): Walk {
  const [x] = node.inputs;
  const axis = node.attributes.axis!;
  const view = context.views.of(x);
  const outerShape: Shape = x.shape.toSpliced(axis, 1);
  const targetStrides = stridesOf(node.shape);
  const source: Pattern = {
    strides: view.strides.toSpliced(axis, 1),
    unit: 8,
    region: regionOf(view.source),
  };
  const target: Pattern = {
    strides: kept ? targetStrides.toSpliced(axis, 1) : targetStrides,
    unit: 8,
    region: 'workspace',
  };
  return {
    outer: new Nest(code, base, outerShape, [source, target]),
    source,
    target,
    sourceStep: 8 * view.strides[axis],
    targetStep: kept ? 8 * targetStrides[axis] : 0,
    from: storageOf(context, view.source).address + 8 * view.offset,
    to: context.workspace.addresses.get(node)!,
  };
}

function advance({ code }: Scope, pointer: Local, bytes: number): void {
  code.get(pointer).i32(bytes).do('i32Add').set(pointer);
}

const nothing = (): void => {};

export function cumulativeSum(context: Context, scope: Scope, node: Node): void {
  const { code } = scope;
  const extent = node.shape[node.attributes.axis!];
  const w = walk(context, scope, node, true);
  const backwards = node.attributes.reverse === true;
  const direction = backwards ? -1 : 1;
  const first = backwards ? extent - 1 : 0;
  const [at, to, index] = [code.local('i32'), code.local('i32'), code.local('i32')];
  const sum = code.local('f64');
  const body = (): void => {
    w.outer.pushAddress(w.source);
    code
      .i32(first * w.sourceStep)
      .do('i32Add')
      .set(at);
    w.outer.pushAddress(w.target);
    code
      .i32(first * w.targetStep)
      .do('i32Add')
      .set(to);
    code.f64(0).set(sum);
    code.count(index, 0, extent, 1, () => {
      code.get(to).get(sum).get(at).loadF64(w.from).do('f64Add').tee(sum).storeF64(w.to);
      advance(scope, at, direction * w.sourceStep);
      advance(scope, to, direction * w.targetStep);
    });
  };
  w.outer.run({ enter: nothing, body, leave: nothing }, 1);
}

/** Position of the first largest (or smallest) element; the first NaN counts as the most extreme. */
export function extremePosition(context: Context, scope: Scope, node: Node): void {
  const { code } = scope;
  const extent = node.inputs[0].shape[node.attributes.axis!];
  const w = walk(context, scope, node, false);
  const precedes = node.op === 'argMax' ? 'f64Gt' : 'f64Lt';
  const [at, index, best] = [code.local('i32'), code.local('i32'), code.local('i32')];
  const [value, leader] = [code.local('f64'), code.local('f64')];
  const body = (): void => {
    w.outer.pushAddress(w.source);
    code.set(at);
    code.get(at).loadF64(w.from).set(leader).i32(0).set(best);
    code.count(index, 1, extent, 1, () => {
      advance(scope, at, w.sourceStep);
      code.get(at).loadF64(w.from).tee(value).get(leader).do(precedes);
      code.get(value).get(value).do('f64Ne').get(leader).get(leader).do('f64Eq', 'i32And', 'i32Or');
      code.if(undefined, () => code.get(value).set(leader).get(index).set(best));
    });
    w.outer.pushAddress(w.target);
    code.get(best).do('f64ConvertI32S').storeF64(w.to);
  };
  w.outer.run({ enter: nothing, body, leave: nothing }, 1);
}
