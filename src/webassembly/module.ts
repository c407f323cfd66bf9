import { Bytes } from './bytes.ts';
import { FunctionBuilder } from './function.ts';
import { VectorConstants } from './vector-constants.ts';

/** Types of values and their codes. */
export const valueTypes = { i32: 0x7f, i64: 0x7e, f64: 0x7c, v128: 0x7b } as const;
export type ValueType = keyof typeof valueTypes;

/**
 * A function of the module: what a call needs to know. `index` counts among the imported functions
 * or among the module's own; in the binary, imports come first.
 */
export interface FunctionReference {
  readonly index: number;
  readonly imported: boolean;
  readonly parameters: readonly ValueType[];
  readonly result: ValueType | undefined;
}

interface ImportedFunction extends FunctionReference {
  readonly module: string;
  readonly name: string;
  readonly type: number;
}

interface ModuleFunction extends FunctionReference {
  readonly body: FunctionBuilder;
  readonly type: number;
}

/**
 * Writes a WebAssembly module: functions over one imported memory (`env.memory`), with functions
 * imported from the host at any time of the writing.
 * Sections and encodings as in the core specification, chapter 5.5.
 */
export class ModuleBuilder {
  private readonly types: string[] = [];
  private readonly typeBytes: Bytes[] = [];
  private readonly imports: ImportedFunction[] = [];
  private readonly functions: ModuleFunction[] = [];
  private readonly constants = new VectorConstants();
  private readonly exports: { name: string; reference: FunctionReference }[] = [];
  private readonly memory: { readonly pages: number; readonly shared: boolean };

  /** @param memory the least size of the imported memory in pages of 64 KiB; `shared` with other threads */
  constructor(memory: { readonly pages: number; readonly shared: boolean }) {
    this.memory = memory;
  }

  /** A function of the host, `module.name` of the import object; once for each name. */
  importFunction(
    module: string,
    name: string,
    parameters: readonly ValueType[],
    result: ValueType | undefined,
  ): FunctionReference {
    const known = this.imports.find((i) => i.module === module && i.name === name);
    if (known !== undefined) return known;
    const type = this.typeOf(parameters, result);
    const index = this.imports.length;
    const declared = { index, imported: true, parameters, result, module, name, type };
    this.imports.push(declared);
    return declared;
  }

  /**
   * Declares a function and lets `build` write its body; `build` may call functions declared before
   * and declare others.
   */
  function(
    parameters: readonly ValueType[],
    result: ValueType | undefined,
    build: (body: FunctionBuilder) => void,
  ): FunctionReference {
    const body = new FunctionBuilder(parameters, this.constants);
    build(body);
    const declared: ModuleFunction = {
      index: this.functions.length,
      imported: false,
      parameters,
      result,
      body,
      type: this.typeOf(parameters, result),
    };
    this.functions.push(declared);
    return declared;
  }

  export(name: string, reference: FunctionReference): void {
    this.exports.push({ name, reference });
  }

  /** Exports a function under a number of its own. */
  exportNumbered(reference: FunctionReference): number {
    const number = this.exports.length;
    this.export(String(number), reference);
    return number;
  }

  toBytes(): Uint8Array<ArrayBuffer> {
    const module = new Bytes().bytes([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);
    const section = (id: number, entries: readonly Bytes[]): void => {
      const contents = new Bytes().unsigned(entries.length);
      for (const entry of entries) contents.bytes(entry.view());
      module.byte(id).sized(contents);
    };
    section(1, this.typeBytes);
    section(2, [this.memoryImport(), ...this.imports.map(functionImport)]);
    section(
      3,
      this.functions.map((f) => new Bytes().unsigned(f.type)),
    );
    section(6, this.constants.entries());
    section(
      7,
      this.exports.map(({ name, reference }) =>
        new Bytes().name(name).byte(0).unsigned(this.indexOf(reference)),
      ),
    );
    section(
      10,
      this.functions.map((f) =>
        new Bytes().sized(f.body.toBytes((callee) => this.indexOf(callee))),
      ),
    );
    return module.view().slice();
  }

  private indexOf({ index, imported }: FunctionReference): number {
    return imported ? index : this.imports.length + index;
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

function functionImport({ module, name, type }: ImportedFunction): Bytes {
  return new Bytes().name(module).name(name).byte(0).unsigned(type);
}
