import { Bytes } from './bytes.ts';

/**
 * The vector constants of a module, as immutable globals: V8 builds a v128.const anew wherever it is
 * used, in three to four instructions, but reads a global in one. That makes polynomials half as
 * fast again.
 */
export class VectorConstants {
  private readonly indices = new Map<string, number>();
  private readonly values: Uint8Array[] = [];

  /** The index of the global with these 16 bytes. */
  indexOf(value: Uint8Array): number {
    const key = value.join();
    const known = this.indices.get(key);
    if (known !== undefined) return known;
    this.indices.set(key, this.values.length);
    return this.values.push(value) - 1;
  }

  /** The entries of the global section: type v128, immutable, the constant as its initial value. */
  entries(): Bytes[] {
    return this.values.map((value) =>
      new Bytes().bytes([0x7b, 0, 0xfd, 12]).bytes(value).byte(0x0b),
    );
  }
}
