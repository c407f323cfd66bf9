const MAGIC = 0x184d2204;
/** Bits of a frame's first flags. */
const flags = { blockChecksum: 0x10, contentSize: 0x08, dictionary: 0x01 } as const;
const UNCOMPRESSED = 0x80000000;

/**
 * What a frame of LZ4 holds, of which the length is known. Checksums are not looked at.
 *
 * Source: "LZ4 Frame Format Description" 1.6 and "LZ4 Block Format Description" of github.com/lz4/lz4.
 *
 * @throws RangeError where the frame is broken: it never reads or writes outside, whatever it holds.
 */
export function decompressLz4(frame: Uint8Array, length: number): Uint8Array {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  const descriptor = view.getUint8(4);
  if (view.getUint32(0, true) !== MAGIC || descriptor >> 6 !== 1 || descriptor & flags.dictionary)
    throw new RangeError('not a frame of LZ4');
  const result = new Uint8Array(length);
  let from = descriptor & flags.contentSize ? 15 : 7;
  let filled = 0;
  while (true) {
    const word = view.getUint32(from, true);
    from += 4;
    if (word === 0) break;
    const size = word & ~UNCOMPRESSED;
    if (from + size > frame.length) throw new RangeError('a block ends after its frame');
    const block = frame.subarray(from, from + size);
    if (word & UNCOMPRESSED) {
      result.set(block, filled);
      filled += size;
    } else filled = decompressBlock(block, result, filled);
    from += size + (descriptor & flags.blockChecksum ? 4 : 0);
  }
  if (filled !== length) throw new RangeError('a frame of another length');
  return result;
}

/** Sequences of some bytes as they are and of a match among those before. Where the result then ends. */
function decompressBlock(block: Uint8Array, result: Uint8Array, start: number): number {
  let [from, to] = [0, start];
  /** Four bits; where they are all set, bytes are added up to the first that is not 255. */
  const lengthOf = (nibble: number): number => {
    let length = nibble;
    if (nibble === 15)
      for (let byte = 255; byte === 255; ) {
        if (from >= block.length) throw new RangeError('a length without an end');
        byte = block[from++];
        length += byte;
      }
    return length;
  };
  while (from < block.length) {
    const token = block[from++];
    const literals = lengthOf(token >> 4);
    if (from + literals > block.length) throw new RangeError('literals after the end of a block');
    result.set(block.subarray(from, from + literals), to);
    from += literals;
    to += literals;
    if (from === block.length) return to;
    const distance = block[from] | (block[from + 1] << 8);
    from += 2;
    const matched = 4 + lengthOf(token & 15);
    if (distance === 0 || distance > to || to + matched > result.length)
      throw new RangeError('a match outside of what is there');
    // byte by byte: a match may go on into what it writes
    for (let k = 0; k < matched; k++, to++) result[to] = result[to - distance];
  }
  throw new RangeError('a block that ends with a match');
}
