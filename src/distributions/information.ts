import type { ArgumentValues } from './distribution.ts';

/** A vector of arguments by name: a number, or of an argument with a dimension of its own as many as it has. */
export type ArgumentVector = Readonly<Record<string, number | ArrayLike<number>>>;

/**
 * The Fisher information of one value about the arguments of its distribution, E s sᵀ with s the derivatives of the log
 * density, as a sum Σ r rᵀ.
 */
export interface FisherInformation {
  /** The arguments that it is about, with the others known. */
  readonly arguments: readonly string[];
  /** The one in inverse proportion to whose square all of it is: the scale of a family of locations and scales. */
  readonly scale?: string;
  /** The vectors r at given arguments; an argument that one does not name is 0 in it. */
  readonly roots: (
    arguments_: Readonly<Record<string, number | ArrayLike<number>>>,
  ) => readonly ArgumentVector[];
}

/** Of numbers that are orthogonal: E s_a s_b = 0 for any two of them. */
export function orthogonal(
  information: Readonly<Record<string, (arguments_: ArgumentValues) => number>>,
  scale?: string,
): FisherInformation {
  const names = Object.keys(information);
  return {
    arguments: names,
    ...(scale !== undefined && { scale }),
    roots: (given) =>
      names.map((name) => ({
        [name]: Math.sqrt(information[name](given as ArgumentValues)),
      })),
  };
}
