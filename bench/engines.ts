import { chooseEngine } from '../src/api/engines.ts';
import type { Engine } from '../src/engines/engine.ts';

/** The one that is compared with Stan comes first. */
export const engineNames = ['reference', 'tfjs'] as const;
export type BenchEngine = (typeof engineNames)[number];

export async function loadEngine(engine: BenchEngine): Promise<Engine> {
  return (await chooseEngine({ engine })).engine;
}
