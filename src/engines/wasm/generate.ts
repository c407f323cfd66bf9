/** From a graph to a WebAssembly module. */
import type { Graph, Node } from '../../graph/node.ts';
import { GraphError } from '../../graph/op-definition.ts';
import { stridesOf } from '../../graph/strides.ts';
import type { FunctionReference } from '../../webassembly/module.ts';
import { ModuleBuilder } from '../../webassembly/module.ts';
import type { FlatInput } from '../engine.ts';
import type { Context, Scope } from './emit/context.ts';
import { Failures } from './emit/failure.ts';
import { emitLoop } from './emit/loop.ts';
import { copy } from './kernels/copy.ts';
import { type Kernel, kernels } from './kernels/kernels.ts';
import { MathLibrary } from './math/library.ts';
import type { BulkPrecision } from './plan/bulk.ts';
import { Constants } from './plan/constants.ts';
import type { Workspace } from './plan/memory.ts';
import { planGraph } from './plan/plan.ts';
import type { Step } from './plan/schedule.ts';

export interface GeneratedModule {
  /** Imports `env.memory`; exports `run`, a function of the address of a workspace. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly constants: Constants;
  readonly workspace: Workspace;
  readonly failures: Failures;
}

/** Bytes of code after which a function ends with the step: engines do not optimise very long ones. */
const LONG_FUNCTION = 16_000;

/**
 * @param shared whether the memory is one that threads can share
 * @throws IndexError where a constant position is outside the tensor it points into
 */
export function generate(
  graph: Graph,
  inputs: readonly FlatInput[],
  outputs: readonly string[],
  shared: boolean,
  bulk: BulkPrecision,
): GeneratedModule {
  const module = new ModuleBuilder({ pages: 1, shared });
  const context: Context = {
    ...planGraph(graph, inputs, outputs, bulk),
    constants: new Constants(),
    library: new MathLibrary(module),
    module,
    failures: new Failures(),
    slopes: new Map(),
    emitStep,
  };
  const parts = [...emitSteps(context, module), ...emitOutputs(context, module)];
  module.export('run', parts.length === 1 ? parts[0] : inOrder(module, parts));
  const { constants, failures, workspace } = context;
  return { bytes: module.toBytes(), constants, workspace, failures };
}

/** A function that calls others one after the other. */
function inOrder(module: ModuleBuilder, parts: readonly FunctionReference[]): FunctionReference {
  return module.function(['i32'], undefined, (code) => {
    for (const part of parts) code.get(code.parameter(0)).call(part);
  });
}

/** The steps in order, divided among functions of moderate length. */
function emitSteps(context: Context, module: ModuleBuilder): FunctionReference[] {
  const { steps } = context.schedule;
  const functions: FunctionReference[] = [];
  for (let next = 0; next < steps.length; ) {
    functions.push(
      module.function(['i32'], undefined, (code) => {
        const scope: Scope = { code, base: code.parameter(0), scalars: new Map() };
        while (next < steps.length && code.size < LONG_FUNCTION) {
          emitStep(context, scope, steps[next++]);
        }
      }),
    );
  }
  return functions;
}

function emitStep(context: Context, scope: Scope, step: Step): void {
  if (step.kind === 'loop') emitLoop(context, scope, step);
  else kernelOf(step.node)(context, scope, step.node);
}

function kernelOf({ op }: Node): Kernel {
  const kernel = kernels[op];
  if (kernel === undefined) throw new GraphError(`the compiled engine has no code for ${op}`);
  return kernel;
}

/** Copies the outputs that are not in their place already, if there are any. */
function emitOutputs(context: Context, module: ModuleBuilder): FunctionReference[] {
  const { views, workspace } = context;
  if (workspace.copies.length === 0) return [];
  return [
    module.function(['i32'], undefined, (code) => {
      const scope: Scope = { code, base: code.parameter(0), scalars: new Map() };
      for (const { output, address } of workspace.copies) {
        const strides = stridesOf(output.shape);
        copy(context, scope, output.shape, views.of(output), { address, strides });
      }
    }),
  ];
}
