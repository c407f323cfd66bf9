import { Bytes } from './bytes.ts';
import { FunctionBuilder } from './function.ts';

/** Types of values and their codes. */
export const valueTypes = { i32: 0x7f, i64: 0x7e, f64: 0x7c, v128: 0x7b } as const;
export type ValueType = keyof typeof valueTypes;

/** A function of the module: what a call needs to know. */
export interface FunctionReference {
  readonly index: number;
  readonly parameters: readonly ValueType[];
  readonly result: ValueType | undefined;
}

interface ModuleFunction extends FunctionReference {
  readonly body: FunctionBuilder;
  readonly type: number;
}

/**
 * Writes a WebAssembly module: functions over one imported memory (`env.memory`).
 * Sections and encodings as in the core specification, chapter 5.5.
 */
export class ModuleBuilder {
  private readonly types: string[] = [];
  private readonly typeBytes: Bytes[] = [];
  private readonly functions: ModuleFunction[] = [];
  private readonly exports: { name: string; index: number }[] = [];
  private readonly memory: { readonly pages: number; readonly shared: boolean };

  /** @param memory the least size of the imported memory in pages of 64 KiB; `shared` with other threads */
  constructor(memory: { readonly pages: number; readonly shared: boolean }) {
    this.memory = memory;
  }

  /** Declares a function and lets `build` write its body; `build` may call functions declared before. */
  function(
    parameters: readonly ValueType[],
    result: ValueType | undefined,
    build: (body: FunctionBuilder) => void,
  ): FunctionReference {
    const body = new FunctionBuilder(parameters);
    build(body);
    const declared: ModuleFunction = {
      index: this.functions.length,
      parameters,
      result,
      body,
      type: this.typeOf(parameters, result),
    };
    this.functions.push(declared);
    return declared;
  }

  export(name: string, { index }: FunctionReference): void {
    this.exports.push({ name, index });
  }

  toBytes(): Uint8Array<ArrayBuffer> {
    const module = new Bytes().bytes([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);
    const section = (id: number, entries: readonly Bytes[]): void => {
      const contents = new Bytes().unsigned(entries.length);
      for (const entry of entries) contents.bytes(entry.view());
      module.byte(id).sized(contents);
    };
    section(1, this.typeBytes);
    section(2, [this.memoryImport()]);
    section(
      3,
      this.functions.map((f) => new Bytes().unsigned(f.type)),
    );
    section(
      7,
      this.exports.map(({ name, index }) => new Bytes().name(name).byte(0).unsigned(index)),
    );
    section(
      10,
      this.functions.map((f) => new Bytes().sized(f.body.toBytes())),
    );
    return module.view().slice();
  }

  private memoryImport(): Bytes {
    const { pages, shared } = this.memory;
    const entry = new Bytes().name('env').name('memory').byte(2);
    // a shared memory must state its largest size: that of 32-bit addresses
    return shared ? entry.byte(3).unsigned(pages).unsigned(65536) : entry.byte(0).unsigned(pages);
  }

  private typeOf(parameters: readonly ValueType[], result: ValueType | undefined): number {
    const key = `${parameters}:${result}`;
    const known = this.types.indexOf(key);
    if (known >= 0) return known;
    const entry = new Bytes().byte(0x60).unsigned(parameters.length);
    for (const type of parameters) entry.byte(valueTypes[type]);
    entry.unsigned(result === undefined ? 0 : 1);
    if (result !== undefined) entry.byte(valueTypes[result]);
    this.typeBytes.push(entry);
    return this.types.push(key) - 1;
  }
}
