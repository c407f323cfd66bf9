import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as tf from '@tensorflow/tfjs-core';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import {
  type BackendImporters,
  type BackendName,
  loadTfjs,
} from '../../../src/engines/tfjs/backends.ts';
import { Builder } from '../../../src/graph/builder.ts';

const failing = (error: Error) => () => Promise.reject(error);
const notInstalled = failing(
  new Error("Cannot find package '@tensorflow/tfjs-node' imported from /app/index.js"),
);
// as the package words it, in dist/index.js
const withoutBinding = failing(
  new Error(
    'The Node.js native addon module (tfjs_binding.node) can not be found at path: /app/lib/' +
      "napi-v8/tfjs_binding.node. \nPlease run command 'npm rebuild @tensorflow/tfjs-node " +
      "--build-addon-from-source' to rebuild the native addon module.",
  ),
);

/** A native backend that registers itself and fails at the first op, as it does on Node 23. */
const onNode23 = async (): Promise<void> => {
  tf.registerBackend('tensorflow', () => {
    const fail = () => {
      throw new TypeError('(0 , util_1.isNullOrUndefined) is not a function');
    };
    return { write: fail, floatPrecision: () => 32, dispose: () => {} } as never;
  });
};

function load(tensorflow: () => Promise<unknown>, backend?: BackendName) {
  const importers: Partial<BackendImporters> = { tensorflow };
  return loadTfjs(backend === undefined ? { importers } : { importers, backend });
}

const reasons: readonly [string, () => Promise<unknown>, string][] = [
  [
    'is not installed',
    notInstalled,
    'the TensorFlow.js backend tensorflow is not available: @tensorflow/tfjs-node is not installed; ' +
      '`npm install @tensorflow/tfjs-node` adds it',
  ],
  [
    'has no native library',
    withoutBinding,
    'the TensorFlow.js backend tensorflow is not available: @tensorflow/tfjs-node is installed ' +
      'without its native library, which its install script downloads; ' +
      '`npm rebuild @tensorflow/tfjs-node --build-addon-from-source` tries again',
  ],
  [
    'is on Node 23',
    onNode23,
    'the TensorFlow.js backend tensorflow is not available: @tensorflow/tfjs-node calls functions ' +
      'that Node 23 removed; it needs Node 22 or older',
  ],
  [
    'fails otherwise',
    failing(new Error('out of luck\nat somewhere')),
    'the TensorFlow.js backend tensorflow is not available: out of luck',
  ],
];

describe('the backend', () => {
  it.each(reasons)('is wasm where the native one %s', async (_, importer, reason) => {
    const { backend, notes, engine } = await load(importer);
    expect(backend).toBe('wasm');
    expect(notes).toEqual([reason]);
    expect(engine).toMatchObject({ name: 'tfjs', precision: 'float32' });
    expect(tf.findBackendFactory('tensorflow')).toBeNull();
  });

  it.each(reasons)('asked for is refused where it %s', async (_, importer, reason) => {
    await expect(load(importer, 'tensorflow')).rejects.toMatchObject({
      name: 'UnavailableBackendError',
      message: reason,
      reasons: [reason],
    });
    expect(tf.findBackendFactory('tensorflow')).toBeNull();
  });

  it('is cpu where nothing else is there, and nothing where not even that', async () => {
    const broken = failing(new Error('no'));
    const importers = { tensorflow: broken, wasm: broken };
    const { backend, notes } = await loadTfjs({ importers });
    expect(backend).toBe('cpu');
    expect(notes).toHaveLength(2);
    await expect(loadTfjs({ importers: { ...importers, cpu: broken } })).rejects.toThrow(
      'the TensorFlow.js backend cpu is not available: no',
    );
  });

  it('webgpu says what to install', async () => {
    const importers = {
      webgpu: failing(new Error("Cannot find package '@tensorflow/tfjs-backend-webgpu'")),
    };
    await expect(loadTfjs({ backend: 'webgpu', importers })).rejects.toThrow(
      '`npm install @tensorflow/tfjs-backend-webgpu` adds it',
    );
  });

  it('is left set; where it is not there, the one before is', async () => {
    await loadTfjs({ backend: 'wasm' });
    expect(tf.getBackend()).toBe('wasm');
    await expect(load(onNode23, 'tensorflow')).rejects.toThrow('Node 23');
    expect(tf.getBackend()).toBe('wasm');
    expect(tf.env().getBool('PROD')).toBe(false);
  });

  it('computes on itself even where another one has been set since', async () => {
    const { engine } = await loadTfjs({ backend: 'cpu' });
    await tf.setBackend('wasm');
    const b = new Builder();
    const executable = engine.prepare(b.finish({ y: b.exp(b.input('x', [])) }));
    // the cpu backend computes in float64 before it rounds
    expect(executable.run({ x: Float64Array.of(1) }).y[0]).toBe(Math.fround(Math.E));
    executable.dispose();
  });
});

describe('a bundle', () => {
  it('with TensorFlow.js outside finds the wasm files, prints nothing, and loads lazily', async () => {
    const here = fileURLToPath(new URL('.', import.meta.url));
    // inside the project, so that the bundle finds the packages
    const folder = mkdtempSync(join(here, 'bundle-'));
    try {
      const script = `
        import { loadTfjs } from ${JSON.stringify(join(here, '../../../src/engines/tfjs/backends.ts'))};
        import { Builder } from ${JSON.stringify(join(here, '../../../src/graph/builder.ts'))};
        const early = globalThis._tfengine !== undefined || globalThis._tfGlobals !== undefined;
        const b = new Builder();
        const graph = b.finish({ y: b.lgamma(b.input('x', [])) });
        const results = [];
        for (const backend of ['wasm', 'cpu']) {
          const { engine } = await loadTfjs({ backend });
          results.push(engine.prepare(graph).run({ x: Float64Array.of(3) }).y[0]);
        }
        process.stdout.write(JSON.stringify({ early, results }));`;
      const entry = join(folder, 'entry.mjs');
      const outfile = join(folder, 'bundle.mjs');
      writeFileSync(entry, script);
      const bundle = (platform: 'node' | 'browser') =>
        build({
          entryPoints: [entry],
          outfile,
          platform,
          bundle: true,
          format: 'esm',
          external: ['@tensorflow/*'],
          logLevel: 'silent',
        });
      await bundle('node');
      const { stdout, stderr } = spawnSync(process.execPath, [outfile], { encoding: 'utf8' });
      expect(stderr).toBe('');
      const log2 = Math.fround(Math.LN2);
      expect(JSON.parse(stdout)).toEqual({ early: false, results: [log2, log2] });
      // and a browser's bundle has no modules of Node
      await bundle('browser');
    } finally {
      rmSync(folder, { recursive: true });
    }
  }, 30_000);
});
