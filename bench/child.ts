import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build } from 'esbuild';

const output = new URL('../node_modules/.cache/credence-bench/', import.meta.url);

/**
 * The C library keeps large blocks that were freed for later use, which would count as resident, unless
 * the size from which it maps blocks one by one is set: here to what it is at the start (mallopt(3)).
 */
const GIVE_BACK = { MALLOC_MMAP_THRESHOLD_: '131072' };

const asPublished = {
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  outdir: fileURLToPath(output),
  external: ['@tensorflow/*'],
  logLevel: 'warning',
} as const satisfies BuildOptions;

/**
 * Bundles the scripts that run in processes of their own, as the published command is bundled: what
 * they measure is then free of the time that a TypeScript loader takes.
 */
export async function bundleScripts(): Promise<void> {
  await build({
    ...asPublished,
    entryPoints: pathsOf(['measure-gradient.ts', 'measure-scaling.ts']),
    outExtension: { '.js': '.mjs' },
    // models and reference values are found beside this file, not beside the bundle
    define: { 'import.meta.url': JSON.stringify(import.meta.url) },
  });
}

/** The same of the script that fits, which starts worker threads: their file stands beside it. */
export async function bundleWithWorker(): Promise<void> {
  await build({
    ...asPublished,
    entryPoints: pathsOf(['measure-samples.ts', '../src/parallel/worker.ts']),
    splitting: true,
    entryNames: '[name]',
  });
  writeFileSync(new URL('package.json', output), '{ "type": "module" }');
}

function pathsOf(scripts: readonly string[]): string[] {
  return scripts.map((script) => fileURLToPath(new URL(script, import.meta.url)));
}

const files = {
  'measure-gradient': 'measure-gradient.mjs',
  'measure-scaling': 'measure-scaling.mjs',
  'measure-samples': 'measure-samples.js',
} as const;

/**
 * Runs a bundled script in a new process and reads what it prints as JSON.
 *
 * @param input what the script reads from its standard input
 * @throws with the last of what the script said, where it failed
 */
export function runScript<T>(
  name: keyof typeof files,
  arguments_: readonly string[],
  {
    nodeOptions = [],
    input,
  }: { readonly nodeOptions?: readonly string[]; readonly input?: string } = {},
): T {
  const path = fileURLToPath(new URL(files[name], output));
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [...nodeOptions, path, ...arguments_],
    { encoding: 'utf8', input, maxBuffer: 1 << 28, env: { ...process.env, ...GIVE_BACK } },
  );
  if (status !== 0) throw new Error(`${name} ${arguments_.join(' ')} failed:\n${stderr.trim()}`);
  return JSON.parse(stdout) as T;
}
