import { bind } from '../../src/binding/bind.ts';
import type { BoundData } from '../../src/binding/bound-data.ts';
import type { DataInputs } from '../../src/binding/inputs.ts';
import { DataError } from '../../src/diagnostics/diagnostic.ts';
import type { TypedModel } from '../../src/semantics/typed-model.ts';
import { evaluatorOf } from './models.ts';

export function bound(typed: TypedModel, inputs: DataInputs): BoundData {
  return bind(typed, inputs, evaluatorOf(typed));
}

/** The lines of the error that `run` throws. */
export function complaints(run: () => unknown): string[] {
  try {
    run();
  } catch (error) {
    if (error instanceof DataError) return error.message.split('\n');
    throw error;
  }
  return [];
}

export function values(data: BoundData, name: string): number[] {
  return [...data.values.get(name)!.data];
}

export function labels(data: BoundData, name: string): readonly string[] | undefined {
  return data.dimensions.get(name)!.labels;
}
