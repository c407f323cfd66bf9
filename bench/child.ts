import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build } from 'esbuild';
import { bundlePrograms } from '../build/bundle.ts';

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

/** Where the programs of the benchmark keep their compiled code. */
const KEPT_CODE = fileURLToPath(new URL('kept-code', output));

/**
 * Bundles the scripts that run in processes of their own: what they measure is then free of the time that a
 * TypeScript loader takes. That of gradients, whose start is measured, starts as the published command does: compiled
 * code is kept of one run of eight schools, as the build of the package keeps it.
 */
export async function bundleScripts(): Promise<void> {
  // models and reference values are found beside this file, not beside the bundle
  const here = JSON.stringify(import.meta.url);
  await build({
    ...asPublished,
    entryPoints: pathsOf(['start.ts', 'measure-scaling.ts']),
    outExtension: { '.js': '.mjs' },
    define: { 'import.meta.url': here },
  });
  const [path] = pathsOf(['measure-gradient.ts']);
  await bundlePrograms({ 'measure-gradient': path }, fileURLToPath(output), here);
  rmSync(KEPT_CODE, { recursive: true, force: true });
  runScript('measure-gradient', ['eight_schools', 'wasm']);
}

/** The script that fits, which starts worker threads: their file stands beside it. */
export async function bundleWithWorker(): Promise<void> {
  await build({
    ...asPublished,
    entryPoints: pathsOf(['measure-samples.ts', '../src/parallel/worker.ts']),
    splitting: true,
    entryNames: '[name]',
  });
  writeFileSync(new URL('package.json', output), '{ "type": "module" }');
}

/** The script that trains networks. */
export async function bundleNetworks(): Promise<void> {
  await build({
    ...asPublished,
    entryPoints: pathsOf(['measure-network.ts']),
    outExtension: { '.js': '.mjs' },
    define: { 'import.meta.url': JSON.stringify(import.meta.url) },
  });
}

function pathsOf(scripts: readonly string[]): string[] {
  return scripts.map((script) => fileURLToPath(new URL(script, import.meta.url)));
}

const files = {
  'measure-gradient': 'start.mjs',
  'measure-scaling': 'measure-scaling.mjs',
  'measure-samples': 'measure-samples.js',
  'measure-network': 'measure-network.mjs',
} as const;

export interface RunSettings {
  readonly nodeOptions?: readonly string[];
  /** What the script reads from its standard input. */
  readonly input?: string;
  /** Compiles all code anew, as it is for a program that imports the library. */
  readonly withoutKeptCode?: boolean;
}

/**
 * Runs a bundled script in a new process and reads what it prints as JSON.
 *
 * @throws with the last of what the script said, where it failed
 */
export function runScript<T>(
  name: keyof typeof files,
  arguments_: readonly string[],
  { nodeOptions = [], input, withoutKeptCode = false }: RunSettings = {},
): T {
  const path = fileURLToPath(new URL(files[name], output));
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [...nodeOptions, path, ...arguments_],
    {
      encoding: 'utf8',
      input,
      maxBuffer: 1 << 28,
      env: {
        ...process.env,
        ...GIVE_BACK,
        XDG_CACHE_HOME: KEPT_CODE,
        NODE_DISABLE_COMPILE_CACHE: withoutKeptCode ? '1' : '',
      },
    },
  );
  if (status !== 0) throw new Error(`${name} ${arguments_.join(' ')} failed:\n${stderr.trim()}`);
  return JSON.parse(stdout) as T;
}
