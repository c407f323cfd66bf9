/** `npm run build:vscode`: the Visual Studio Code extension as a folder, `dist-vscode` unless said. */
import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));

/** What is copied. A `package.json` beside the sources would make CommonJS of them. */
const files = [
  ['editors/vscode/manifest.json', 'package.json'],
  ['editors/vscode/language-configuration.json', 'language-configuration.json'],
  ['editors/vscode/README.md', 'README.md'],
  ['grammar/bayes.tmLanguage.json', 'bayes.tmLanguage.json'],
  ['LICENSE', 'LICENSE'],
] as const;

export async function bundleExtension(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  for (const [from, to] of files) cpSync(join(root, from), join(folder, to));
  await build({
    absWorkingDir: root,
    entryPoints: ['editors/vscode/extension.ts', 'editors/vscode/server.ts'],
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    external: ['vscode', '@tensorflow/*'],
    logLevel: 'warning',
    outdir: folder,
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await bundleExtension(process.argv[2] ?? join(root, 'dist-vscode'));
}
