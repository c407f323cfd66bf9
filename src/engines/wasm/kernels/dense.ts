/** Dense matrices in memory, in row-major order, for kernels on whole matrices. */
import type { Node } from '../../../graph/node.ts';
import type { FunctionBuilder, Local } from '../../../webassembly/function.ts';
import { type Context, regionOf, type Scope, storageOf } from '../emit/context.ts';

/** The elements of a tensor, one after the other from `address` beyond the value of `pointer` on. */
export interface Dense {
  readonly pointer: Local;
  readonly address: number;
}

/** An input of a kernel whose elements lie in order (`Views` sees to that). */
export function denseInput(context: Context, { code, base }: Scope, node: Node): Dense {
  const { source, offset } = context.views.of(node);
  const pointer = code.local('i32');
  if (regionOf(source) === 'workspace') code.get(base);
  else code.i32(0);
  code.set(pointer);
  return { pointer, address: storageOf(context, source).address + 8 * offset };
}

/** Where the result of a kernel goes. */
export function denseResult({ workspace }: Context, { base }: Scope, node: Node): Dense {
  return { pointer: base, address: workspace.addresses.get(node)! };
}

/** Adds to a pointer. */
export function advance(code: FunctionBuilder, pointer: Local, bytes: number): void {
  if (bytes !== 0) code.get(pointer).i32(bytes).do('i32Add').set(pointer);
}

/** `for (; counter < limit; counter += step)`, where they are only known at run time; a step may be what `step` leaves. */
export function upTo(
  code: FunctionBuilder,
  counter: Local,
  limit: Local,
  step: number | (() => void),
  build: () => void,
): void {
  code.block(() => {
    code.get(counter).get(limit).do('i32GeU').branchIf(0);
    code.loop(() => {
      build();
      if (typeof step === 'number') code.i32(step);
      else step();
      code.get(counter).do('i32Add').tee(counter).get(limit).do('i32LtU').branchIf(0);
    });
  });
}
