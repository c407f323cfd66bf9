import type { Span } from '../diagnostics/span.ts';

/** What an engine cannot compute, though the graph is sound. */
export class EngineLimitError extends Error {
  /** The part of the model text that it cannot compute. */
  readonly origin: Span | undefined;
  /** What to do instead. */
  readonly hint: string;

  constructor(origin: Span | undefined, message: string, hint: string) {
    super(message);
    this.name = 'EngineLimitError';
    this.origin = origin;
    this.hint = hint;
  }
}
