import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** Scripts that name the package by its name get its source. */
export default defineConfig({
  resolve: { alias: { credence: fileURLToPath(new URL('src/index.ts', import.meta.url)) } },
});
