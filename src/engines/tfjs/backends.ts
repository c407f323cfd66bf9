/** Which backends of TensorFlow.js there are here, and an engine on the best of them. */
import { UnavailableBackendError, unavailableReason } from './backend-problems.ts';
import { createTfjsEngine, type TfjsEngine } from './engine.ts';
import type { TfjsModules } from './modules.ts';

/** `tensorflow` is the native library, by `@tensorflow/tfjs-node`. */
export type BackendName = 'tensorflow' | 'wasm' | 'cpu' | 'webgpu';

/** Loads the package of each backend, which registers it with TensorFlow.js. */
export type BackendImporters = Readonly<Record<BackendName, () => Promise<unknown>>>;

export interface LoadTfjsOptions {
  /** Without it, the first of `tensorflow`, `wasm` and `cpu` that is there. */
  readonly backend?: BackendName;
  /** The folder (ending in /) the browser finds the `.wasm` files of the wasm backend in. */
  readonly wasmFolder?: string;
  /**
   * Replaces how packages of backends are loaded. A browser's bundler needs it for `webgpu`:
   * `{ webgpu: () => import('@tensorflow/tfjs-backend-webgpu') }`.
   */
  readonly importers?: Partial<BackendImporters>;
}

export interface LoadedTfjs {
  readonly engine: TfjsEngine;
  readonly backend: BackendName;
  /** One sentence on each backend that was preferred and is not there. */
  readonly notes: readonly string[];
}

export const backendPackages = {
  tensorflow: '@tensorflow/tfjs-node',
  wasm: '@tensorflow/tfjs-backend-wasm',
  cpu: '@tensorflow/tfjs-backend-cpu',
  webgpu: '@tensorflow/tfjs-backend-webgpu',
} as const satisfies Record<BackendName, string>;

/** `webgpu` only when asked for: reading results back at once, as an engine must, stalls it. */
const PREFERRED: readonly BackendName[] = ['tensorflow', 'wasm', 'cpu'];

/** Optional packages are named by a variable, so that bundlers do not insist on them. */
const importOptional = (name: string): Promise<unknown> => import(name);

const importersOf = ({ wasmFolder, importers }: LoadTfjsOptions): BackendImporters => ({
  tensorflow: () => importOptional(backendPackages.tensorflow),
  wasm: async () => {
    const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
    // in Node the package finds its files beside itself
    if (wasmFolder !== undefined) setWasmPaths(wasmFolder);
  },
  cpu: () => import('@tensorflow/tfjs-backend-cpu'),
  webgpu: () => importOptional(backendPackages.webgpu),
  ...importers,
});

/**
 * Loads TensorFlow.js and an engine on it, and leaves the engine's backend set: to set another for
 * every run and back costs half a millisecond.
 *
 * @throws UnavailableBackendError where the backend asked for is not there, with what to install
 */
export async function loadTfjs(options: LoadTfjsOptions = {}): Promise<LoadedTfjs> {
  const [core, converter] = await Promise.all([
    import('@tensorflow/tfjs-core'),
    import('@tensorflow/tfjs-converter'),
  ]);
  const modules: TfjsModules = { core, converter };
  const importers = importersOf(options);
  const notes: string[] = [];
  for (const backend of options.backend === undefined ? PREFERRED : [options.backend]) {
    const problem = await start(modules, backend, importers[backend]);
    if (problem === undefined) {
      return { engine: createTfjsEngine(modules, backend), backend, notes };
    }
    notes.push(problem);
  }
  throw new UnavailableBackendError(notes);
}

/** Makes a backend ready and computes something small with it; returns what is wrong, if anything. */
async function start(
  { core }: TfjsModules,
  backend: BackendName,
  importer: () => Promise<unknown>,
): Promise<string | undefined> {
  const environment = core.env();
  const production = environment.getBool('PROD');
  const previous = core.getBackend();
  const registered = core.findBackendFactory(backend) !== null;
  // TensorFlow.js greets and warns on the console unless it believes itself in production
  environment.set('PROD', true);
  try {
    await importer();
    if (!(await core.setBackend(backend))) throw new Error('it did not start');
    const sum = core.tidy(() => core.sum(core.square(core.tensor1d([1, 2]))).dataSync()[0]);
    if (sum !== 5) throw new Error(`it computed 1 + 4 = ${sum}`);
    return undefined;
  } catch (error) {
    // or TensorFlow.js would choose it on its own some time
    if (!registered && core.findBackendFactory(backend) !== null) core.removeBackend(backend);
    if (previous && previous !== core.getBackend()) await core.setBackend(previous);
    return unavailableReason(backend, backendPackages[backend], error);
  } finally {
    environment.set('PROD', production);
  }
}
