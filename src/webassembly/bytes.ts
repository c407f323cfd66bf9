/** A growing sequence of bytes with the encodings of the WebAssembly binary format (core specification, chapter 5). */
export class Bytes {
  private data = new Uint8Array(256);
  private used = 0;

  get length(): number {
    return this.used;
  }

  byte(value: number): this {
    this.reserve(1);
    this.data[this.used++] = value;
    return this;
  }

  bytes(values: ArrayLike<number>): this {
    this.reserve(values.length);
    this.data.set(values, this.used);
    this.used += values.length;
    return this;
  }

  /** LEB128, unsigned, up to 32 bits. */
  unsigned(value: number): this {
    let rest = value;
    do {
      const low = rest % 128;
      rest = Math.floor(rest / 128);
      this.byte(rest > 0 ? low | 0x80 : low);
    } while (rest > 0);
    return this;
  }

  /** LEB128, signed, 32 bits. */
  signed(value: number): this {
    let rest = value | 0;
    for (;;) {
      const low = rest & 0x7f;
      rest >>= 7;
      const last = (rest === 0 && (low & 0x40) === 0) || (rest === -1 && (low & 0x40) !== 0);
      this.byte(last ? low : low | 0x80);
      if (last) return this;
    }
  }

  /** LEB128, signed, 64 bits. */
  signed64(value: bigint): this {
    let rest = BigInt.asIntN(64, value);
    for (;;) {
      const low = Number(rest & 0x7fn);
      rest >>= 7n;
      const last = (rest === 0n && (low & 0x40) === 0) || (rest === -1n && (low & 0x40) !== 0);
      this.byte(last ? low : low | 0x80);
      if (last) return this;
    }
  }

  /** IEEE 754, little-endian. */
  float64(value: number): this {
    this.reserve(8);
    new DataView(this.data.buffer).setFloat64(this.used, value, true);
    this.used += 8;
    return this;
  }

  /** A name: its length in bytes, then UTF-8. */
  name(text: string): this {
    const encoded = new TextEncoder().encode(text);
    return this.unsigned(encoded.length).bytes(encoded);
  }

  /** The contents with their length before them. */
  sized(contents: Bytes): this {
    return this.unsigned(contents.length).bytes(contents.view());
  }

  view(): Uint8Array<ArrayBuffer> {
    return this.data.subarray(0, this.used);
  }

  private reserve(count: number): void {
    if (this.used + count <= this.data.length) return;
    const larger = new Uint8Array(Math.max(2 * this.data.length, this.used + count));
    larger.set(this.view());
    this.data = larger;
  }
}
