import type { BoundData } from './bound-data.ts';

/**
 * The 64-bit FNV-1a hash (Fowler, Noll and Vo; draft-eastlake-fnv): for each byte, xor it into the
 * hash, then multiply by 2^40 + 0x1b3. Held as two halves of 32 bits.
 */
export class Fnv1a {
  private high = 0xcbf29ce4;
  private low = 0x84222325;

  bytes(bytes: Uint8Array): void {
    let { high, low } = this;
    for (let i = 0; i < bytes.length; i++) {
      low = (low ^ bytes[i]) >>> 0;
      // (high, low) × (2^40 + 0x1b3) mod 2^64; low × 0x1b3 < 2^41 is exact
      const product = low * 0x1b3;
      high = (Math.imul(high, 0x1b3) + Math.floor(product / 2 ** 32) + (low << 8)) >>> 0;
      low = product >>> 0;
    }
    this.high = high;
    this.low = low;
  }

  /** Text with its length before it, so that no two lists of texts give the same bytes. */
  text(text: string): void {
    const encoded = new TextEncoder().encode(text);
    this.number(encoded.length);
    this.bytes(encoded);
  }

  number(value: number): void {
    this.values(Float64Array.of(value));
  }

  /** The values' bytes in memory, which are little-endian wherever WebAssembly runs. */
  values(values: Float64Array | Int32Array): void {
    this.bytes(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  }

  /** 16 hexadecimal digits. */
  digest(): string {
    return [this.high, this.low].map((half) => half.toString(16).padStart(8, '0')).join('');
  }
}

/**
 * A hash of names, sizes, labels and values: the same for the same data, whatever the order of the
 * model's statements. For telling data apart, not for security.
 */
export function fingerprint(data: BoundData): string {
  const hash = new Fnv1a();
  hash.number(data.dimensions.size);
  for (const name of [...data.dimensions.keys()].sort()) {
    const { size, labels } = data.dimensions.get(name)!;
    hash.text(name);
    hash.number(size);
    hash.number(labels === undefined ? -1 : labels.length);
    for (const label of labels ?? []) hash.text(label);
  }
  hash.number(data.values.size);
  for (const name of [...data.values.keys()].sort()) {
    const { shape, data: values } = data.values.get(name)!;
    hash.text(name);
    hash.text(values instanceof Int32Array ? 'int' : 'float');
    hash.number(shape.length);
    hash.values(Float64Array.from(shape));
    hash.values(values);
  }
  return hash.digest();
}
