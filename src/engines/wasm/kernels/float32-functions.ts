/** Functions of many elements, four at a time in float32. */
import { type Node, sizeOf } from '../../../graph/node.ts';
import { LOWER_HALVES, storePromoted } from '../../../webassembly/float32.ts';
import type { FunctionBuilder } from '../../../webassembly/function.ts';
import type { Context, Scope } from '../emit/context.ts';
import { emitFloat32, type Float32Name, MOST } from '../math/float32.ts';
import type { MathLibrary } from '../math/library.ts';
import type { Routine } from '../math/math-function.ts';
import { advance, denseInput, denseResult, upTo } from './dense.ts';

export function float32Function(context: Context, scope: Scope, node: Node): void {
  const { code } = scope;
  const routine = overElements(node.op as Float32Name, context.library);
  for (const { pointer, address } of [
    denseInput(context, scope, node.inputs[0]),
    denseResult(context, scope, node),
  ])
    code.get(pointer).i32(address).do('i32Add');
  code.i32(sizeOf(node.shape)).call(context.library.reference(routine));
}

/** Vectors under way at a time: in each of them every instruction waits for the one before it. */
const VECTORS = 4;
const GROUP = 4 * VECTORS;

/**
 * Parameters: the addresses of arguments and results, and how many there are. Groups with an argument out of range, and
 * what is left in the end, go through the function of float64.
 */
function overElements(name: Float32Name, library: MathLibrary): Routine {
  const build = (code: FunctionBuilder): void => {
    const [from, to, size] = [0, 1, 2].map((index) => code.parameter(index));
    const exact = library.get(name);
    const [inputs, values] = [0, 1].map(() =>
      Array.from({ length: VECTORS }, () => code.local('v128')),
    );
    const rounded = (): void => {
      inputs.forEach((x, v) => {
        emitFloat32(name, code, x);
        code.set(values[v]);
      });
      values.forEach((value, v) => void storePromoted(code, to, value, 32 * v));
    };
    const exactly = (): void => {
      for (let at = 0; at < 8 * GROUP; at += 16)
        code.get(to).get(from).loadV128(at).call(exact).storeV128(at);
    };
    const [index, whole] = [code.local('i32'), code.local('i32')];
    code.get(size).i32(-GROUP).do('i32And').set(whole);
    upTo(code, index, whole, GROUP, () => {
      inputs.forEach((x, v) => {
        for (const half of [0, 16])
          code
            .get(from)
            .loadV128(32 * v + half)
            .do('f32x4DemoteF64x2Zero');
        code.shuffle(LOWER_HALVES).tee(x);
        // not so for NaN
        code.do('f32x4Abs').f32x4(MOST).do('f32x4Le');
        if (v > 0) code.do('v128And');
      });
      code.do('i32x4Bitmask').i32(15).do('i32Eq').if(undefined, rounded, exactly);
      advance(code, from, 8 * GROUP);
      advance(code, to, 8 * GROUP);
    });
    upTo(code, index, size, 1, () => {
      code.get(to).get(from).loadSplat(0).call(exact).lane(0).storeF64(0);
      advance(code, from, 8);
      advance(code, to, 8);
    });
  };
  return {
    name: `${name} in float32`,
    parameters: ['i32', 'i32', 'i32'],
    result: undefined,
    build,
  };
}
