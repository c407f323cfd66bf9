import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const output = new URL('../node_modules/.cache/credence-bench/', import.meta.url);

/**
 * The C library keeps large blocks that were freed for later use, which would count as resident, unless
 * the size from which it maps blocks one by one is set: here to what it is at the start (mallopt(3)).
 */
const GIVE_BACK = { MALLOC_MMAP_THRESHOLD_: '131072' };

/**
 * Bundles the scripts that run in processes of their own, as the published command is bundled: what
 * they measure is then free of the time that a TypeScript loader takes.
 */
export async function bundleScripts(): Promise<void> {
  const scripts = ['measure-gradient.ts', 'measure-scaling.ts'];
  await build({
    entryPoints: scripts.map((script) => fileURLToPath(new URL(script, import.meta.url))),
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    outdir: fileURLToPath(output),
    outExtension: { '.js': '.mjs' },
    external: ['@tensorflow/*'],
    // models and reference values are found beside this file, not beside the bundle
    define: { 'import.meta.url': JSON.stringify(import.meta.url) },
    logLevel: 'warning',
  });
}

/**
 * Runs a bundled script in a new process and reads what it prints as JSON.
 *
 * @throws with the last of what the script said, where it failed
 */
export function runScript<T>(
  name: 'measure-gradient' | 'measure-scaling',
  arguments_: readonly string[],
  nodeOptions: readonly string[] = [],
): T {
  const path = fileURLToPath(new URL(`${name}.mjs`, output));
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [...nodeOptions, path, ...arguments_],
    { encoding: 'utf8', maxBuffer: 1 << 28, env: { ...process.env, ...GIVE_BACK } },
  );
  if (status !== 0) throw new Error(`${name} ${arguments_.join(' ')} failed:\n${stderr.trim()}`);
  return JSON.parse(stdout) as T;
}
