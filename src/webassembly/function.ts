import { Bytes } from './bytes.ts';
import { type PlainInstruction, plainInstructions } from './instructions.ts';
import { type FunctionReference, type ValueType, valueTypes } from './module.ts';
import type { VectorConstants } from './vector-constants.ts';

/** The index of a parameter or local variable. */
export type Local = number & { readonly local: unique symbol };

/** Writes the body of one function, instruction by instruction, in the order of the stack machine. */
export class FunctionBuilder {
  private readonly code = new Bytes();
  private readonly locals: ValueType[] = [];
  private readonly parameterCount: number;
  private readonly constants: VectorConstants;
  private readonly calls: { position: number; callee: FunctionReference }[] = [];

  constructor(parameters: readonly ValueType[], constants: VectorConstants) {
    this.constants = constants;
    this.parameterCount = parameters.length;
  }

  /** Bytes written so far: engines stop optimising functions that grow too large. */
  get size(): number {
    return this.code.length;
  }

  parameter(index: number): Local {
    return index as Local;
  }

  local(type: ValueType): Local {
    this.locals.push(type);
    return (this.parameterCount + this.locals.length - 1) as Local;
  }

  get(local: Local): this {
    this.code.byte(0x20).unsigned(local);
    return this;
  }

  set(local: Local): this {
    this.code.byte(0x21).unsigned(local);
    return this;
  }

  tee(local: Local): this {
    this.code.byte(0x22).unsigned(local);
    return this;
  }

  /** Instructions without immediates, one after the other. */
  do(...instructions: PlainInstruction[]): this {
    for (const instruction of instructions) {
      const [first, second] = plainInstructions[instruction] as readonly number[];
      this.code.byte(first);
      if (second !== undefined) this.code.unsigned(second);
    }
    return this;
  }

  i32(value: number): this {
    this.code.byte(0x41).signed(value);
    return this;
  }

  i64(value: bigint): this {
    this.code.byte(0x42).signed64(value);
    return this;
  }

  f64(value: number): this {
    this.code.byte(0x44).float64(value);
    return this;
  }

  /** Both lanes the same number. */
  f64x2(value: number): this {
    return this.vector(new Float64Array([value, value]));
  }

  /** All four lanes the same number. */
  f32x4(value: number): this {
    return this.vector(new Float32Array([value, value, value, value]));
  }

  /** All four lanes the same integer. */
  i32x4(value: number): this {
    return this.vector(new Int32Array([value, value, value, value]));
  }

  /** Both lanes the same integer. */
  i64x2(value: bigint): this {
    return this.vector(new BigInt64Array([value, value]));
  }

  // memory: the address on the stack plus a constant offset, in bytes
  loadF64(offset: number): this {
    return this.memory([0x2b], 3, offset);
  }
  storeF64(offset: number): this {
    return this.memory([0x39], 3, offset);
  }
  storeF32(offset: number): this {
    return this.memory([0x38], 2, offset);
  }
  loadI32(offset: number): this {
    return this.memory([0x28], 2, offset);
  }
  storeI32(offset: number): this {
    return this.memory([0x36], 2, offset);
  }
  loadV128(offset: number): this {
    return this.memory([0xfd, 0], 3, offset);
  }
  storeV128(offset: number): this {
    return this.memory([0xfd, 11], 3, offset);
  }
  /** One float64 into both lanes. */
  loadSplat(offset: number): this {
    return this.memory([0xfd, 10], 3, offset);
  }
  /** One float32 into all four lanes. */
  loadSplat32(offset: number): this {
    return this.memory([0xfd, 9], 2, offset);
  }
  /** Two int32 as the lower lanes of an i32x4, the upper ones 0. */
  loadI32x2(offset: number): this {
    return this.memory([0xfd, 93], 2, offset);
  }

  lane(index: 0 | 1): this {
    this.code.byte(0xfd).unsigned(33).byte(index);
    return this;
  }
  replaceLane(index: 0 | 1): this {
    this.code.byte(0xfd).unsigned(34).byte(index);
    return this;
  }
  replaceI64Lane(index: 0 | 1): this {
    this.code.byte(0xfd).unsigned(30).byte(index);
    return this;
  }
  i64Lane(index: 0 | 1): this {
    this.code.byte(0xfd).unsigned(29).byte(index);
    return this;
  }
  /** The 16 bytes of the result picked from the 32 of two vectors. */
  shuffle(lanes: readonly number[]): this {
    this.code.byte(0xfd).unsigned(13).bytes(lanes);
    return this;
  }

  /** The index is written by `toBytes`, when all imports are known. */
  call(callee: FunctionReference): this {
    this.code.byte(0x10);
    this.calls.push({ position: this.code.length, callee });
    return this;
  }

  block(build: () => void): this {
    return this.structured(0x02, undefined, build);
  }

  loop(build: () => void): this {
    return this.structured(0x03, undefined, build);
  }

  if(result: ValueType | undefined, then: () => void, otherwise?: () => void): this {
    this.code.byte(0x04).byte(result === undefined ? 0x40 : valueTypes[result]);
    then();
    if (otherwise !== undefined) {
      this.code.byte(0x05);
      otherwise();
    }
    this.code.byte(0x0b);
    return this;
  }

  /** Out of the `depth`-th enclosing structure (to its start if that is a loop). */
  branch(depth: number): this {
    this.code.byte(0x0c).unsigned(depth);
    return this;
  }
  branchIf(depth: number): this {
    this.code.byte(0x0d).unsigned(depth);
    return this;
  }

  /** `for (counter = from; counter < to; counter += step)`. */
  count(counter: Local, from: number, to: number, step: number, build: () => void): this {
    if (from >= to) return this;
    this.i32(from).set(counter);
    return this.loop(() => {
      build();
      this.get(counter).i32(step).do('i32Add').tee(counter).i32(to).do('i32LtU').branchIf(0);
    });
  }

  /** Locals, then code, as the code section wants them. */
  toBytes(indexOf: (callee: FunctionReference) => number): Bytes {
    const body = new Bytes().unsigned(this.locals.length);
    for (const type of this.locals) body.unsigned(1).byte(valueTypes[type]);
    const code = this.code.view();
    let done = 0;
    for (const { position, callee } of this.calls) {
      body.bytes(code.subarray(done, position)).unsigned(indexOf(callee));
      done = position;
    }
    return body.bytes(code.subarray(done)).byte(0x0b);
  }

  private vector({ buffer }: Float64Array | Float32Array | BigInt64Array | Int32Array): this {
    const bytes = new Uint8Array(buffer);
    // zeros are one instruction of the processor
    if (bytes.every((byte) => byte === 0)) this.code.byte(0xfd).unsigned(12).bytes(bytes);
    else this.code.byte(0x23).unsigned(this.constants.indexOf(bytes));
    return this;
  }

  private memory(code: readonly number[], alignment: number, offset: number): this {
    this.code.byte(code[0]);
    if (code.length > 1) this.code.unsigned(code[1]);
    this.code.unsigned(alignment).unsigned(offset);
    return this;
  }

  private structured(code: number, result: ValueType | undefined, build: () => void): this {
    this.code.byte(code).byte(result === undefined ? 0x40 : valueTypes[result]);
    build();
    this.code.byte(0x0b);
    return this;
  }
}
