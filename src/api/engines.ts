import { nearestName } from '../diagnostics/nearest.ts';
import type { Engine } from '../engines/engine.ts';
import { referenceEngine } from '../engines/reference/engine.ts';
import type { BackendName } from '../engines/tfjs/backends.ts';
import { wasmEngine } from '../engines/wasm/engine.ts';
import { wasmSupport } from '../engines/wasm/support.ts';
import { OptionError, type OptionNames } from './option-error.ts';

export const engineNames = ['auto', 'wasm', 'reference', 'tfjs'] as const;
export type EngineName = (typeof engineNames)[number];

export const backendNames: readonly BackendName[] = ['tensorflow', 'wasm', 'cpu', 'webgpu'];

export interface EngineOptions {
  readonly engine?: EngineName;
  /** Of the tfjs engine. */
  readonly backend?: BackendName;
}

export const engineOptionNames: OptionNames<EngineOptions> = { engine: true, backend: true };

export interface ChosenEngine {
  readonly engine: Engine;
  /** As reported: `wasm`, `tfjs (wasm)`. */
  readonly name: string;
  readonly notes: readonly string[];
}

/** The compiled engine, or where it cannot run the interpreter, which is float64 too; `reason` says why. */
export function defaultEngine(): { readonly engine: Engine; readonly reason?: string } {
  const reason = wasmSupport();
  return reason === undefined ? { engine: wasmEngine } : { engine: referenceEngine, reason };
}

/** The engine asked for. TensorFlow.js is loaded only where it is. */
export async function chooseEngine({
  engine = 'auto',
  backend,
}: EngineOptions): Promise<ChosenEngine> {
  checkChoice('an engine', engine, engineNames);
  if (backend !== undefined) checkChoice('a backend', backend, backendNames);
  if (engine !== 'tfjs') {
    if (backend !== undefined) throw new OptionError('a backend goes with the engine tfjs');
    return engine === 'reference'
      ? { engine: referenceEngine, name: referenceEngine.name, notes: [] }
      : chooseCompiled(engine);
  }
  const { loadTfjs } = await import('../engines/tfjs/backends.ts');
  const loaded = await loadTfjs(backend === undefined ? {} : { backend });
  return { engine: loaded.engine, name: `tfjs (${loaded.backend})`, notes: loaded.notes };
}

function chooseCompiled(asked: 'auto' | 'wasm'): ChosenEngine {
  const { engine, reason } = defaultEngine();
  if (reason !== undefined && asked === 'wasm')
    throw new OptionError(`${reason}: the engine wasm cannot run`);
  const notes = reason === undefined ? [] : [`${reason}, so the interpreter runs, which is slow.`];
  return { engine, name: engine.name, notes };
}

function checkChoice(what: string, chosen: string, choices: readonly string[]): void {
  if (choices.includes(chosen)) return;
  const nearest = nearestName(chosen, choices);
  const hint =
    nearest === undefined ? `there are ${choices.join(', ')}` : `did you mean ${nearest}?`;
  throw new OptionError(`${chosen} is not ${what}; ${hint}`);
}
