/** How long work goes on before the event loop gets its turn, in milliseconds. */
const slice = 50;

/** The pauses of a long computation, in which the event loop gets its turn and a signal is looked at. */
export class Pauses {
  private readonly signal: AbortSignal | undefined;
  private last = performance.now();

  /** @param signal ends the computation in a pause */
  constructor(signal?: AbortSignal) {
    this.signal = signal;
  }

  /** Whether the last pause, or the start, was a while ago. */
  isDue(now = performance.now()): boolean {
    return now - this.last >= slice;
  }

  /** Rejects with the signal's reason. */
  async take(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, 0));
    this.signal?.throwIfAborted();
    this.last = performance.now();
  }
}
