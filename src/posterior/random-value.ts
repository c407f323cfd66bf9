import type { Executable, NamedValues } from '../engines/engine.ts';
import { type Shape, sizeOf } from '../graph/node.ts';
import { stridesOf } from '../graph/strides.ts';
import { forEachPlace, type SeeFamily } from '../lowering/drawing.ts';
import type { Sampler } from '../lowering/sampler.ts';
import type { Random } from '../random/random.ts';

/** A value that is drawn: the arguments of its distribution are computed by a graph. */
export interface RandomValue {
  readonly name: string;
  readonly shape: Shape;
  readonly sampler: Sampler;
  /** Of the arguments. */
  readonly executable: Executable;
  /** The axis along which elements are drawn in order, as later ones depend on earlier ones. */
  readonly along: number | undefined;
}

/** Elements that are not to be drawn: 1 where they are known, and their values. */
export interface Known {
  readonly is: Uint8Array;
  readonly values: Float64Array;
}

/** The name of the graph's input that takes what was drawn. */
export const drawnInput = (name: string): string => `drawn/${name}`;

/** Of the randomness of one draw of everything, the part of the value of this name. */
export function streamOf(name: string, random: Random): Random {
  return random.stream(...Array.from(name, (letter) => letter.codePointAt(0)!));
}

/**
 * Draws a value; NaN where its distribution does not exist.
 *
 * @param inputs of the graph, what was drawn before among them
 * @param known of the elements of one event all or none
 * @param see only of an outcome that follows a family of single numbers
 */
export function drawValue(
  { name, shape, sampler, along, executable }: RandomValue,
  inputs: NamedValues,
  random: Random,
  known?: Known,
  see?: SeeFamily,
): Float64Array {
  // until it is drawn an element is 1, a member of every dimension: what it picks meanwhile is not used
  const drawn = known?.values.slice() ?? new Float64Array(sizeOf(shape)).fill(1);
  const place = new Int32Array(sampler.slots);
  const strides = stridesOf(shape);
  const isKnown = (): boolean => {
    let first = 0;
    for (const { slot } of sampler.batch) first += strides[slot] * place[slot];
    return known!.is[first] === 1;
  };
  const drawAt = (values: NamedValues) => (): void => {
    if (known === undefined || !isKnown()) {
      sampler.draw({ random, values, place, drawn, ...(see && { see }) });
    }
  };
  if (along === undefined) {
    forEachPlace(sampler.batch, place, drawAt(executable.run(inputs)));
    return drawn;
  }
  const others = sampler.batch.filter(({ slot }) => slot !== along);
  for (let step = 0; step < shape[along]; step++) {
    const values = executable.run({ ...inputs, [drawnInput(name)]: drawn });
    place[along] = step;
    forEachPlace(others, place, drawAt(values));
  }
  return drawn;
}
