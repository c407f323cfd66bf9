/** A compiled graph over its memory, in whatever thread it was compiled. */

import { type WebAssemblyMemory, webAssembly } from '../../webassembly/host.ts';
import type { FlatExecutable } from '../engine.ts';
import { equationHost } from './kernels/equation-host.ts';
import { hostKernelsOver } from './kernels/host-kernels.ts';
import { hostFunctions } from './math/host-functions.ts';

/** All there is to running a compiled graph; where the memory is shared it can be posted to other threads. */
export interface Program {
  readonly module: object;
  /** Constants, then workspaces. */
  readonly memory: WebAssemblyMemory;
  /** The address of the workspace to run in. */
  readonly base: number;
  /** Elements at addresses relative to the workspace. */
  readonly inputs: { readonly at: number; readonly size: number };
  readonly outputs: { readonly at: number; readonly size: number };
}

/** @returns of its own errors a run throws WebAssembly's, which the engine that compiled can explain */
export function instantiate({ module, memory, base, inputs, outputs }: Program): FlatExecutable {
  const instance: { readonly exports: Readonly<Record<string, unknown>> } =
    new webAssembly!.Instance(module, {
      env: { memory },
      math: hostFunctions,
      kernels: {
        ...hostKernelsOver(memory),
        ...equationHost(memory, () => instance.exports),
      },
    });
  const call = instance.exports.run as (base: number) => void;
  return {
    inputs: new Float64Array(memory.buffer, base + inputs.at, inputs.size),
    outputs: new Float64Array(memory.buffer, base + outputs.at, outputs.size),
    run: () => call(base),
    dispose: () => {},
  };
}
