import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** Scripts that name the package by its name get its source. */
export default defineConfig({
  // files share the modules they import, which is a third of the time of the suite: no test may leave a module changed
  test: { isolate: false, testTimeout: 30_000, maxWorkers: '100%' },
  resolve: { alias: { credence: fileURLToPath(new URL('src/index.ts', import.meta.url)) } },
});
