/** Bundles the package: the library for Node and for browsers, the command for Node. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build } from 'esbuild';

const common = {
  absWorkingDir: fileURLToPath(new URL('..', import.meta.url)),
  bundle: true,
  platform: 'node',
  target: 'node20',
  external: ['@tensorflow/*'],
  logLevel: 'warning',
} as const satisfies BuildOptions;

/** All of `dist` but the types and the compiled code. */
export async function bundlePackage(folder: string): Promise<void> {
  await build({
    ...common,
    entryPoints: ['src/index.ts'],
    format: 'esm',
    splitting: true,
    outdir: folder,
  });
  await build(forBrowsers(join(folder, 'browser')));
  await build({
    ...common,
    entryPoints: ['src/cli/credence.ts', 'src/parallel/worker.ts'],
    entryNames: '[name]',
    format: 'esm',
    outdir: folder,
  });
  await bundlePrograms({ command: 'src/cli/main.ts' }, folder);
}

/** The library for browsers: the `browser` field of `package.json` takes Node's modules out. */
export const forBrowsers = (outdir: string): BuildOptions => ({
  ...common,
  platform: 'browser',
  target: 'es2023',
  entryPoints: ['src/index.ts'],
  format: 'esm',
  splitting: true,
  outdir,
});

/**
 * Bundles programs for `loadProgram`: each is a function of `module`, `require` and its own address.
 *
 * @param fileUrl an expression for `import.meta.url`
 */
export async function bundlePrograms(
  entryPoints: Readonly<Record<string, string>>,
  folder: string,
  fileUrl = 'fileUrl',
): Promise<void> {
  const { outputFiles } = await build({
    ...common,
    entryPoints: { ...entryPoints },
    format: 'cjs',
    write: false,
    // a script has no `import()` but by an experimental interface
    supported: { 'dynamic-import': false },
    define: { 'import.meta.url': fileUrl },
    banner: { js: '(function (module, require, fileUrl) {' },
    footer: { js: '})' },
    outdir: folder,
    outExtension: { '.js': '.cjs' },
  });
  await mkdir(folder, { recursive: true });
  for (const { path, text } of outputFiles) await writeFile(path, inAscii(text));
}

/** A script whose other characters are escaped; esbuild leaves those of regular expressions as they are. */
const inAscii = (script: string): string =>
  script.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
