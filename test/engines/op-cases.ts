import type { Builder } from '../../src/graph/builder.ts';
import type { Attributes, ElementType, Node, Shape, TensorData } from '../../src/graph/node.ts';
import type { OpName } from '../../src/graph/ops.ts';
import { elementwiseCases } from './op-cases/elementwise.ts';
import { equationCases } from './op-cases/equations.ts';
import { linearCases } from './op-cases/linear.ts';
import { loopCases } from './op-cases/loops.ts';
import { structuralCases } from './op-cases/structural.ts';

/** One op on given inputs with the values it must give, whatever the engine. */
export interface OpCase {
  readonly op: OpName;
  readonly name: string;
  readonly inputs: readonly {
    readonly shape: Shape;
    readonly data: readonly number[];
    /** `float` unless said. */
    readonly type?: ElementType;
  }[];
  readonly attributes: Attributes;
  /** Rounded to float64, from the source the file of the case names. */
  readonly expected: readonly number[];
  /** The relative error of a method that is less exact than rounding. */
  readonly tolerance?: number;
  /** Whether derivatives exist at these inputs and a neighbourhood of them. */
  readonly differentiable: boolean;
  /** `false` where float32 cannot represent the inputs or the result. */
  readonly float32?: false;
}

/** Every op but the leaves, with its edges, in several shapes. */
export const opCases: readonly OpCase[] = [
  ...elementwiseCases,
  ...structuralCases,
  ...linearCases,
  ...loopCases,
  ...equationCases,
];

/** The case as a node of a graph whose inputs are named `x0`, `x1`, … */
export function buildCase(builder: Builder, { op, inputs, attributes }: OpCase): Node {
  const nodes = inputs.map(({ shape, type }, k) => builder.input(`x${k}`, shape, type));
  return builder.make(op, nodes, attributes);
}

/** Values of these inputs by name. */
export function caseInputs({ inputs }: OpCase): Record<string, TensorData> {
  return Object.fromEntries(
    inputs.map(({ data, type }, k) => [
      `x${k}`,
      type === 'int' ? Int32Array.from(data) : Float64Array.from(data),
    ]),
  );
}
