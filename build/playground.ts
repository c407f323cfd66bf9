/** `npm run playground`: builds a page to write, check and fit models in, and serves it until it is interrupted. */
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Example } from '../playground/messages.ts';
import { pageRules } from '../src/report/html/page.ts';
import { forBrowsers } from './bundle.ts';
import { serveFolder } from './serve-folder.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Scripts of the page itself, and the WebAssembly that models become; nothing from elsewhere. */
export const playgroundPolicy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "connect-src 'self'",
  "style-src 'self'",
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** Folders of `models/`, with the model and the data to begin with. */
const examples: readonly (readonly [model: string, data: string, settings?: object])[] = [
  ['eight-schools/eight-schools.bayes', 'eight-schools.csv'],
  ['stopping-distance/polynomial.bayes', 'cars.csv', { degree: 2 }],
  ['challenger/challenger.bayes', 'challenger.csv'],
  ['radon/radon.bayes', 'radon.csv'],
  ['stack-loss/robust.bayes', 'stack-loss.csv'],
  ['nile/changepoint.bayes', 'nile.csv'],
  ['old-faithful/old-faithful.bayes', 'old-faithful.csv'],
  ['discoveries/negative-binomial.bayes', 'discoveries.csv'],
  ['lake-huron/lake-huron.bayes', 'lake-huron.csv'],
  ['insect-sprays/insect-sprays.bayes', 'insect-sprays.csv'],
  ['admissions/admissions.bayes', 'admissions.csv'],
  ['leukaemia/leukaemia.bayes', 'leukaemia.csv'],
  ['air-quality/air-quality.bayes', 'air-quality.csv'],
  ['sleep/effect.bayes', 'sleep.csv'],
];

function readExample([model, data, settings]: (typeof examples)[number]): Example {
  const text = (path: string): string => readFileSync(join(root, 'models', path), 'utf8');
  const source = text(model);
  const [folder] = model.split('/');
  return {
    title: /^model "(.*)"$/m.exec(source)?.[1] ?? basename(model, '.bayes'),
    source,
    data: [
      { name: data, text: text(`${folder}/${data}`) },
      ...(settings ? [{ name: 'settings.json', text: JSON.stringify(settings) }] : []),
    ],
  };
}

/** Everything the page needs, as files that any server may serve. */
export async function bundlePlayground(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  await build({
    ...forBrowsers(folder),
    entryPoints: ['playground/page.ts', 'playground/worker.ts'],
    minify: true,
  });
  const own = join(root, 'playground');
  cpSync(join(own, 'index.html'), join(folder, 'index.html'));
  const rules = readFileSync(join(own, 'style.css'), 'utf8');
  writeFileSync(join(folder, 'style.css'), `${pageRules}\n${rules}`);
  writeFileSync(join(folder, 'examples.json'), JSON.stringify(examples.map(readExample)));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = join(root, 'dist/playground');
  const port = Number(process.argv[2] ?? 8080);
  await bundlePlayground(folder);
  const server = await serveFolder(folder, playgroundPolicy, port);
  console.log(`The playground: http://localhost:${(server.address() as AddressInfo).port}/`);
  console.log('Ctrl-C ends it.');
}
