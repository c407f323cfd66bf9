/** What data a simulation needs. */
import { bind } from '../binding/bind.ts';
import type { BoundData } from '../binding/bound-data.ts';
import type { KnownMembers } from '../binding/evidence.ts';
import type { DataInputs } from '../binding/inputs.ts';
import { outcomesOf } from '../binding/outcomes.ts';
import { evaluateData } from '../posterior/evaluate-data.ts';
import { Draws } from '../results/draws.ts';
import type { TypedModel } from '../semantics/typed-model.ts';

/**
 * The data of a simulation; what is only observed may be left out.
 *
 * @param fitted what a fit knows: its classes are those of the simulation too, whichever of them the data hold
 */
export function bindForSimulation(
  typed: TypedModel,
  data: DataInputs,
  fitted?: Draws | BoundData,
): BoundData {
  const evaluate = (...[expression, soFar]: Parameters<Parameters<typeof bind>[2]>) =>
    evaluateData(typed, expression, soFar);
  const outcomes = outcomesOf(typed);
  const known = fitted === undefined ? undefined : knownClasses(typed, fitted);
  return bind(typed, data, evaluate, outcomes, known);
}

/** Members of the dimensions that data are classes of, and neither the model nor the data of a prediction need give. */
function knownClasses(typed: TypedModel, fitted: Draws | BoundData): Map<string, KnownMembers> {
  const isOpen = (name: string): boolean => {
    const { definition } = typed.dimensions.get(name)!;
    return (
      definition.kind === 'data' || (definition.kind === 'integers' && definition.to === undefined)
    );
  };
  const classes = typed.statements.flatMap((statement) => {
    const into = statement.kind === 'data' ? statement.type.dimension : undefined;
    return into !== undefined && isOpen(into) ? [into] : [];
  });
  const known = new Map<string, KnownMembers>();
  const add = (name: string, size: number, labels: readonly string[] | undefined): void => {
    if (classes.includes(name))
      known.set(name, { words: 'the fit', size, ...(labels && { labels }) });
  };
  if (fitted instanceof Draws) {
    for (const { dimensions, shape, labels } of fitted.columns.values())
      for (const [axis, name] of dimensions.entries()) add(name, shape[axis], labels[axis]);
  } else for (const { name, size, labels } of fitted.dimensions.values()) add(name, size, labels);
  return known;
}
