/** Where a command writes and what it knows of its terminal; tests give one of their own. */
export interface Terminal {
  /** Results. */
  out(text: string): void;
  /** Progress, notes and errors. */
  err(text: string): void;
  /** Whether progress lines may overwrite each other on the error stream. */
  readonly interactive: boolean;
  /** On the error stream; results have none. */
  readonly color: boolean;
  /** Of a line, in characters. */
  readonly width: number;
  /** The whole of standard input. */
  readInput(): Promise<Uint8Array>;
  /** Aborted on Ctrl-C. */
  readonly signal: AbortSignal;
}

/** An error of the person at the keyboard: its message is all they see, exit code 1. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UsageError';
  }
}

/** Exit codes: the contract of the command line. */
export const exit = {
  done: 0,
  /** The model, data or options are wrong; nothing was run. */
  wrong: 1,
  /** The run ended without a trustworthy result. */
  untrustworthy: 2,
  interrupted: 130,
} as const;

export type ExitCode = (typeof exit)[keyof typeof exit];
