export interface MemorySize {
  /** In pages of 64 KiB. */
  readonly initial: number;
  readonly maximum?: number;
  readonly shared?: boolean;
}

export interface WebAssemblyMemory {
  readonly buffer: ArrayBuffer;
  /** Adds pages. Views of a shared memory stay what they are. */
  grow(pages: number): number;
}

/** The part of the WebAssembly interface that the project uses, of Node and of browsers alike. */
export interface WebAssemblyInterface {
  readonly Memory: new (size: MemorySize) => WebAssemblyMemory;
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
  readonly Instance: new (
    module: object,
    imports: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  ) => { readonly exports: Readonly<Record<string, unknown>> };
  readonly RuntimeError: new (message: string) => Error;
  validate(bytes: Uint8Array<ArrayBuffer>): boolean;
}

/** `undefined` where there is none. */
export const webAssembly: WebAssemblyInterface | undefined = (
  globalThis as { readonly WebAssembly?: WebAssemblyInterface }
).WebAssembly;

export const PAGE = 65536;
/** Of a memory: all that 32-bit addresses reach. */
const LARGEST = 65536;

/** Whether the host has memory that threads share; browsers only on pages that are isolated. */
export const canShareMemory = typeof SharedArrayBuffer === 'function';

/** A memory of so many pages, shared where that can be. */
export function createMemory(pages: number): WebAssemblyMemory {
  const { Memory } = webAssembly!;
  return new Memory(
    canShareMemory ? { initial: pages, maximum: LARGEST, shared: true } : { initial: pages },
  );
}
