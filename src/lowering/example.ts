/** One example of a model's data: what its observed values follow, as numbers that depend on the parameters. */
import type { Distribution } from '../distributions/distribution.ts';
import type { FisherInformation } from '../distributions/information.ts';
import { graphOf } from '../graph/collect.ts';
import type { Node } from '../graph/node.ts';
import { sizeOf } from '../graph/node.ts';
import { vectorFamilyOf } from '../semantics/distribution-facts.ts';
import type { TypedObserve } from '../semantics/typed-model.ts';
import { definitionOf, lowerArguments } from './distribution.ts';
import type { Environment } from './environment.ts';
import type { LoweredModel } from './model.ts';

/** A layer that multiplies what comes in by its weight, where it is used. */
export interface LinearUse {
  readonly layer: string;
  /** The parameters: the weight and, unless it has none, the bias. */
  readonly weights: readonly string[];
  /** [rows, fan_in], and what leaves the layer, as many numbers for each row as it has units. */
  readonly input: Node;
  readonly result: Node;
}

/** An argument of a distribution at every cell of an example. */
export interface CellArgument {
  readonly name: string;
  /** Of `width` numbers for each cell: one, or as many as its own dimension has. */
  readonly node: Node;
  readonly width: number;
  readonly isVector: boolean;
  /** Whether parameters have a part in it. */
  readonly isUnknown: boolean;
}

/** What one `observe` says of an example. */
export interface ExampleOutcome {
  readonly family: Distribution;
  readonly information: FisherInformation;
  readonly cells: number;
  readonly arguments: readonly CellArgument[];
  /** 1 at cells that are observed; absent where all are. */
  readonly present?: Node;
}

export interface ExampleModel {
  readonly lowered: LoweredModel;
  readonly outcomes: readonly ExampleOutcome[];
  readonly uses: readonly LinearUse[];
}

/** What to do where the curvature cannot be made of Fisher information. */
export const exactInstead = 'use the second derivatives themselves: --hessian exact';

/** @throws ModelError where the Fisher information is not known about all that depends on parameters. */
export function exampleOutcome(
  { distribution, left }: TypedObserve,
  environment: Environment,
  present: Node | undefined,
): ExampleOutcome {
  const { builder: b } = environment;
  const { name, span } = distribution;
  const family =
    distribution.kind === 'family' && vectorFamilyOf(distribution) === undefined
      ? definitionOf(distribution)
      : undefined;
  const information = family?.information;
  if (distribution.kind !== 'family' || family === undefined || information === undefined) {
    return environment.fail(
      'no-information',
      span,
      `the Fisher information of \`${name}\`, which the curvature is made of, is not known in closed form`,
      exactInstead,
    );
  }
  const lowered = lowerArguments(distribution, left.axes, environment);
  const shape = environment.shapeOf(left.axes);
  const arguments_ = family.parameters.map(({ name: argument, eventRank = 0 }): CellArgument => {
    const node = lowered[argument];
    const own = node.shape.slice(node.shape.length - eventRank);
    const isUnknown = dependsOnParameters(node, environment);
    if (isUnknown && !information.arguments.includes(argument)) {
      environment.fail(
        'no-information',
        distribution.arguments[argument].span,
        `the Fisher information of \`${name}\` about \`${argument}\`, which depends on parameters, is not known in closed form`,
        exactInstead,
      );
    }
    const whole = b.broadcast(node, [...shape, ...own]);
    return { name: argument, node: whole, width: sizeOf(own), isVector: eventRank > 0, isUnknown };
  });
  return {
    family,
    information,
    cells: sizeOf(shape),
    arguments: arguments_,
    ...(present && { present: b.broadcast(present, shape) }),
  };
}

/** Not by its stage: rows of data come in as parameters do. */
function dependsOnParameters(node: Node, environment: Environment): boolean {
  return graphOf({ node }).inputs.some(
    ({ attributes }) => environment.parameter(attributes.name!) !== undefined,
  );
}
