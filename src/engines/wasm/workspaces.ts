import { PAGE, type WebAssemblyMemory } from '../../webassembly/host.ts';

/** Bytes by which workspaces of different threads stay apart, so that they share no cache line. */
const LINE = 128;

/** The workspaces of other threads in the memory of a graph, behind that of the thread that compiled it. */
export class Workspaces {
  private readonly memory: WebAssemblyMemory;
  private readonly bytes: number;
  private readonly free: number[] = [];
  private next: number;

  /** @param bytes of one workspace, the first of which begins at `first` */
  constructor(memory: WebAssemblyMemory, first: number, bytes: number) {
    this.memory = memory;
    // what is read in pairs may begin one element before the end
    this.bytes = Math.ceil((bytes + 8) / LINE) * LINE;
    this.next = Math.ceil(first / LINE) * LINE + this.bytes;
  }

  /** The address of a workspace that nobody else has. */
  take(): number {
    const known = this.free.pop();
    if (known !== undefined) return known;
    const address = this.next;
    this.next += this.bytes;
    const missing = Math.ceil((this.next - this.memory.buffer.byteLength) / PAGE);
    if (missing > 0) this.memory.grow(missing);
    return address;
  }

  giveBack(address: number): void {
    this.free.push(address);
  }
}
