import { hostFunctions } from '../../../../src/engines/wasm/math/host-functions.ts';
import {
  MathLibrary,
  type MathName,
  mathFunctions,
} from '../../../../src/engines/wasm/math/library.ts';
import { webAssembly } from '../../../../src/webassembly/host.ts';
import { type FunctionReference, ModuleBuilder } from '../../../../src/webassembly/module.ts';

/** A module over one page of memory, instantiated with the functions of the host. */
export function instantiate(module: ModuleBuilder) {
  const { Memory, Module, Instance } = webAssembly!;
  const memory = new Memory({ initial: 1 });
  const imports = { env: { memory }, math: hostFunctions };
  const { exports } = new Instance(new Module(module.toBytes()), imports);
  return { memory: new Float64Array(memory.buffer), exports };
}

type Columns = (...columns: number[][]) => number[];

/** The function over columns of numbers, compiled: one column an argument, of any length. */
export function compileMath(name: MathName): Columns {
  return compile(mathFunctions[name].arity, (library) => library.get(name));
}

export function compilePolygamma(order: number): Columns {
  return compile(1, (library) => library.polygamma(order));
}

function compile(arity: number, callee: (library: MathLibrary) => FunctionReference): Columns {
  const module = new ModuleBuilder({ pages: 1, shared: false });
  const reference = callee(new MathLibrary(module));
  // both lanes of each argument, 16 bytes apart from address 0; the result behind them
  const run = module.function([], undefined, (body) => {
    body.i32(0);
    for (let k = 0; k < arity; k++) body.i32(0).loadV128(16 * k);
    body.call(reference).storeV128(16 * arity);
  });
  module.export('run', run);
  const { memory, exports } = instantiate(module);
  const compute = exports.run as () => void;
  return (...columns) => {
    const results: number[] = [];
    const length = columns[0].length;
    for (let i = 0; i < length; i += 2) {
      const second = Math.min(i + 1, length - 1);
      columns.forEach((column, k) => {
        memory[2 * k] = column[i];
        memory[2 * k + 1] = column[second];
      });
      compute();
      results.push(memory[2 * arity], memory[2 * arity + 1]);
    }
    return results.slice(0, length);
  };
}
