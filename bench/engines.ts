import { chooseEngine } from '../src/api/engines.ts';
import type { Engine } from '../src/engines/engine.ts';
import { wasmEngine } from '../src/engines/wasm/engine.ts';
import type { CaseName } from './data.ts';

/** The one that is compared with Stan comes first. */
export const engineNames = ['wasm', 'reference', 'tfjs'] as const;
export type BenchEngine = (typeof engineNames)[number];

export async function loadEngine(engine: BenchEngine): Promise<Engine> {
  return engine === 'wasm' ? wasmEngine : (await chooseEngine({ engine })).engine;
}

/** Recurrences: TensorFlow.js takes them step by step, which says nothing about it. */
const RECURRENCES: ReadonlySet<CaseName> = new Set(['garch', 'hmm']);

export function enginesFor(name: CaseName): readonly BenchEngine[] {
  return RECURRENCES.has(name) ? engineNames.filter((engine) => engine !== 'tfjs') : engineNames;
}
