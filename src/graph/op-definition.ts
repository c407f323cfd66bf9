/** What a row of the table of operations says. */
import type { Attributes, ElementType, Node, Shape } from './node.ts';

type OpKind =
  | 'leaf'
  | 'unary'
  | 'binary'
  | 'ternary'
  | 'quaternary'
  | 'shape'
  | 'reduction'
  | 'indexing'
  | 'linear'
  | 'loop';

export interface OpDefinition {
  readonly kind: OpKind;
  /** Number of inputs; `concatenate` and `scan` take one or more. */
  readonly arity: number | 'many';
  /** The shape of the result; throws a `GraphError` where the inputs do not fit. */
  readonly shape: (inputs: readonly Shape[], attributes: Attributes) => Shape;
  /** Element type of the result, `float` unless said. */
  readonly type?: ElementType | ((inputs: readonly Node[], attributes: Attributes) => ElementType);
  /** Element types expected of the inputs, `float` unless said. */
  readonly inputTypes?: readonly (ElementType | 'any')[] | 'any';
  /** What else must hold of the inputs; throws a `GraphError`. */
  readonly check?: (inputs: readonly Node[], attributes: Attributes) => void;
  /** The attributes it cannot do without. */
  readonly attributes?: readonly (keyof Attributes)[];
}

/** A graph that does not hold together: a defect of the compiler, never of a model. */
export class GraphError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'GraphError';
  }
}

/** The element type that input `k` of an op must have. */
export function expectedType({ inputTypes }: OpDefinition, k: number): ElementType | 'any' {
  return inputTypes === 'any' ? 'any' : (inputTypes?.[k] ?? 'float');
}
