/** Many uniform numbers at a time: Philox4x32-10 compiled to WebAssembly, the very numbers of `philox.ts`. */
import type { FunctionBuilder, Local } from '../webassembly/function.ts';
import { PAGE, webAssembly } from '../webassembly/host.ts';
import { ModuleBuilder } from '../webassembly/module.ts';
import { KEY_STEP_0, KEY_STEP_1, MULTIPLIER_0, MULTIPLIER_1, ROUNDS } from './philox.ts';
import { writeRoundedQuantiles } from './rounded-normal.ts';

/** Writes two numbers for each of the counters from `block` on, at most `mostBlocks` of them. */
export type FillUniform = (
  blocks: number,
  block: number,
  stream: readonly [number, number],
  key: readonly [number, number],
) => void;

export interface CompiledUniform {
  readonly mostBlocks: number;
  /** What was written last, overwritten by the next call. */
  readonly numbers: Float64Array;
  readonly fill: FillUniform;
  /** Puts standard normal numbers of six digits in the place of the first `count`, by inversion. */
  readonly toRoundedNormal: (count: number) => void;
}

const PAGES = 1;

let compiled: CompiledUniform | undefined;

/** Undefined where there is no WebAssembly; compiled when it is first asked for. */
export function compiledUniform(): CompiledUniform | undefined {
  if (webAssembly !== undefined) compiled ??= compile(webAssembly);
  return compiled;
}

function compile({ Memory, Module, Instance }: NonNullable<typeof webAssembly>): CompiledUniform {
  const builder = new ModuleBuilder({ pages: PAGES, shared: false });
  // blocks, the lower and the upper word of the counter, stream, key
  const parameters = new Array<'i32'>(7).fill('i32');
  builder.export('fill', builder.function(parameters, undefined, writeFill));
  builder.export('toRoundedNormal', builder.function(['i32'], undefined, writeRoundedQuantiles));
  const memory = new Memory({ initial: PAGES });
  const { exports } = new Instance(new Module(builder.toBytes()), { env: { memory } });
  const call = exports.fill as (...words: number[]) => void;
  const invert = exports.toRoundedNormal as (bytes: number) => void;
  return {
    mostBlocks: (PAGES * PAGE) / 16,
    numbers: new Float64Array(memory.buffer),
    fill: (blocks, block, [s0, s1], [k0, k1]) =>
      call(blocks, block >>> 0, Math.floor(block / 2 ** 32), s0, s1, k0, k1),
    toRoundedNormal: (count) => invert(8 * count),
  };
}

const MASK = 0xffffffffn;

function writeFill(code: FunctionBuilder): void {
  const [blocks, low, high, s0, s1, ...key] = Array.from({ length: 7 }, (_, k) =>
    code.parameter(k),
  );
  const wide = (): Local => code.local('i64');
  const block = wide();
  code.get(high).do('i64ExtendI32U').i64(32n).do('i64Shl').get(low).do('i64ExtendI32U', 'i64Or');
  code.set(block);
  // the key of each round, and the words of the stream
  const keys = Array.from({ length: ROUNDS }, (_, round) =>
    [KEY_STEP_0, KEY_STEP_1].map((step, k) => {
      const local = wide();
      code.get(key[k]).i32(Math.imul(round, step)).do('i32Add', 'i64ExtendI32U').set(local);
      return local;
    }),
  );
  const stream = [s0, s1].map((word) => {
    const local = wide();
    code.get(word).do('i64ExtendI32U').set(local);
    return local;
  });
  const [x0, x1, x2, x3, first, second] = Array.from({ length: 6 }, wide);
  const to = code.local('i32');
  code.i32(0).set(to);
  code.block(() => {
    code.get(blocks).do('i32Eqz').branchIf(0);
    code.loop(() => {
      code.get(block).i64(MASK).do('i64And').set(x0).get(block).i64(32n).do('i64ShrU').set(x1);
      code.get(stream[0]).set(x2).get(stream[1]).set(x3);
      for (const [k0, k1] of keys) {
        code.i64(BigInt(MULTIPLIER_0)).get(x0).do('i64Mul').set(first);
        code.i64(BigInt(MULTIPLIER_1)).get(x2).do('i64Mul').set(second);
        code.get(second).i64(32n).do('i64ShrU').get(x1).do('i64Xor').get(k0).do('i64Xor').set(x0);
        code.get(second).i64(MASK).do('i64And').set(x1);
        code.get(first).i64(32n).do('i64ShrU').get(x3).do('i64Xor').get(k1).do('i64Xor').set(x2);
        code.get(first).i64(MASK).do('i64And').set(x3);
      }
      writeUniform(code, to, 0, x0, x1);
      writeUniform(code, to, 8, x2, x3);
      code.get(block).i64(1n).do('i64Add').set(block);
      code.get(to).i32(16).do('i32Add').set(to);
      code.get(blocks).i32(1).do('i32Sub').tee(blocks).branchIf(0);
    });
  });
}

/** As `Random.uniform` makes a number of two words. */
function writeUniform(
  code: FunctionBuilder,
  to: Local,
  offset: number,
  upper: Local,
  lower: Local,
): void {
  code.get(to).get(upper).i64(6n).do('i64ShrU').i64(26n).do('i64Shl');
  code.get(lower).i64(6n).do('i64ShrU', 'i64Or', 'f64ConvertI64U').f64(0.5).do('f64Add');
  code
    .f64(2 ** -52)
    .do('f64Mul')
    .storeF64(offset);
}
