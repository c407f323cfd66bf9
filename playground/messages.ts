/** What the page and its worker say to each other. */

/** A file of data as text; its ending says how it is to be read. */
export interface DataFile {
  readonly name: string;
  readonly text: string;
}

/** A model with data. */
export interface Task {
  readonly source: string;
  readonly data: readonly DataFile[];
}

/** One to begin with. */
export interface Example extends Task {
  readonly title: string;
}

/** What the model is called in messages. */
export const fileName = 'model.bayes';

export interface FitRequest extends Task {
  readonly kind: 'fit';
  readonly method: string;
  readonly seed: number;
  /** As many as the method usually makes where it is absent. */
  readonly draws?: number;
}

/** Whether data fit a model; the answer has the same number. */
export interface CheckRequest extends Task {
  readonly kind: 'check';
  readonly number: number;
}

export type Request = FitRequest | CheckRequest;

export type Answer =
  | { readonly kind: 'checked'; readonly number: number; readonly problems: readonly string[] }
  | {
      readonly kind: 'progress';
      readonly share: number;
      readonly message: string;
      readonly remainingMs?: number;
    }
  /** Markup of the result, and the page of the report. */
  | {
      readonly kind: 'done';
      readonly title: string;
      readonly markup: string;
      readonly report: string;
    }
  | { readonly kind: 'failed'; readonly problems: readonly string[] };
