import { ModuleBuilder } from '../../../../src/engines/wasm/binary/module.ts';
import { hostFunctions } from '../../../../src/engines/wasm/math/host-functions.ts';
import {
  MathLibrary,
  type MathName,
  mathFunctions,
} from '../../../../src/engines/wasm/math/library.ts';

/** The function over columns of numbers, compiled: one column an argument, of any length. */
export function compileMath(name: MathName): (...columns: number[][]) => number[] {
  const { arity } = mathFunctions[name];
  const module = new ModuleBuilder({ pages: 1, shared: false });
  const library = new MathLibrary(module);
  const callee = library.get(name);
  // both lanes of each argument, 16 bytes apart from address 0; the result behind them
  const run = module.function([], undefined, (body) => {
    body.i32(0);
    for (let k = 0; k < arity; k++) body.i32(0).loadV128(16 * k);
    body.call(callee).storeV128(16 * arity);
  });
  module.export('run', run);
  const memory = new WebAssembly.Memory({ initial: 1 });
  const instance = new WebAssembly.Instance(new WebAssembly.Module(module.toBytes()), {
    env: { memory },
    math: hostFunctions,
  });
  const compute = instance.exports.run as () => void;
  const lanes = new Float64Array(memory.buffer, 0, 2 * (arity + 1));
  return (...columns) => {
    const results: number[] = [];
    const length = columns[0].length;
    for (let i = 0; i < length; i += 2) {
      const second = Math.min(i + 1, length - 1);
      columns.forEach((column, k) => {
        lanes[2 * k] = column[i];
        lanes[2 * k + 1] = column[second];
      });
      compute();
      results.push(lanes[2 * arity], lanes[2 * arity + 1]);
    }
    return results.slice(0, length);
  };
}
