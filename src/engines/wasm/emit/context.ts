/** What the code of all steps shares. */
import type { Node } from '../../../graph/node.ts';
import { sizeOf } from '../../../graph/node.ts';
import type { FunctionBuilder, Local } from '../../../webassembly/function.ts';
import type { ModuleBuilder } from '../../../webassembly/module.ts';
import type { MathLibrary } from '../math/library.ts';
import type { Constants } from '../plan/constants.ts';
import type { Plan } from '../plan/plan.ts';
import type { Step } from '../plan/schedule.ts';
import type { Failures } from './failure.ts';
import type { Region } from './nest.ts';

/** The function under way. */
export interface Scope {
  readonly code: FunctionBuilder;
  /** The address of the workspace. */
  readonly base: Local;
  /** Scalars computed in this function, in both lanes of a local variable. */
  readonly scalars: Map<Node, Local>;
}

export interface Context extends Plan {
  readonly constants: Constants;
  readonly library: MathLibrary;
  readonly module: ModuleBuilder;
  readonly failures: Failures;
  /** By equation, the number under which the module exports its right-hand side. */
  readonly slopes: Map<Node, number>;
  /** Writes the code of a step of this or of another plan. */
  emitStep(context: Context, scope: Scope, step: Step): void;
}

export interface Storage {
  readonly region: Region;
  readonly address: number;
}

/** Where the elements of a node that owns storage are. */
export function storageOf({ workspace, constants }: Context, node: Node): Storage {
  if (node.op === 'constant') return { region: 'constant', address: constants.elements(node) };
  return { region: 'workspace', address: workspace.addresses.get(node)! };
}

export const regionOf = (node: Node): Region => (node.op === 'constant' ? 'constant' : 'workspace');

/** Writes `value` to all elements of a node in the workspace. */
export function fill(
  { workspace }: Context,
  { code, base }: Scope,
  node: Node,
  value: number,
): void {
  const address = workspace.addresses.get(node)!;
  const count = sizeOf(node.shape);
  const pairs = Math.floor(count / 2);
  if (pairs > 0) {
    const pointer = code.local('i32');
    code.get(base).set(pointer);
    code.count(code.local('i32'), 0, pairs, 1, () => {
      code.get(pointer).f64x2(value).storeV128(address);
      code.get(pointer).i32(16).do('i32Add').set(pointer);
    });
  }
  if (count % 2 === 1)
    code
      .get(base)
      .f64(value)
      .storeF64(address + 8 * (count - 1));
}
