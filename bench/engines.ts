import { chooseEngine } from '../src/api/engines.ts';
import type { Engine } from '../src/engines/engine.ts';
import { wasmEngine } from '../src/engines/wasm/engine.ts';

/** The one that is compared with Stan comes first. */
export const engineNames = ['wasm', 'reference', 'tfjs'] as const;
export type BenchEngine = (typeof engineNames)[number];

export async function loadEngine(engine: BenchEngine): Promise<Engine> {
  return engine === 'wasm' ? wasmEngine : (await chooseEngine({ engine })).engine;
}
