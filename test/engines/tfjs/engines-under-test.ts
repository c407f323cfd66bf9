import type { BackendName } from '../../../src/engines/tfjs/backends.ts';
import { loadTfjs } from '../../../src/engines/tfjs/backends.ts';
import type { TfjsEngine } from '../../../src/engines/tfjs/engine.ts';

/** The backends that a test runs on; the native one only where it is installed. */
const backends: readonly BackendName[] = ['cpu', 'wasm', 'tensorflow'];

/** The engine on each backend that is there, and why the others are not. */
export const engines = new Map<BackendName, TfjsEngine>();
export const absences = new Map<BackendName, string>();

for (const backend of backends) {
  try {
    engines.set(backend, (await loadTfjs({ backend })).engine);
  } catch (error) {
    absences.set(backend, (error as Error).message);
  }
}
