import { describe, expect, it } from 'vitest';
import { hostGlobals, layerOf, layers, type PackageRule, packages } from './layers.ts';
import { describeText, type SourceText, sourceFiles } from './source-files.ts';

/** What a file does that its layer may not, in words. */
function violations({ path, imports, freeNames }: SourceText): string[] {
  const layer = layerOf(path);
  if (layer === undefined) return [`${path} is in no layer`];
  const found: string[] = [];
  for (const { specifier, path: target, typeOnly } of imports) {
    if (target === undefined) {
      const rule = packages.find(({ name }) => name.test(specifier));
      if (rule === undefined) found.push(`${path} imports the unlisted package ${specifier}`);
      else if (!mayImport(rule, layer, typeOnly)) found.push(`${path} imports ${specifier}`);
      continue;
    }
    if (target === 'package.json') continue;
    const other = layerOf(target);
    if (other === undefined) found.push(`${path} imports ${target}, which is in no layer`);
    else if (layers.indexOf(other) > layers.indexOf(layer))
      found.push(`${path} imports upward from ${target}`);
  }
  if (layer !== 'src/cli') {
    for (const name of freeNames) {
      if (hostGlobals.has(name)) found.push(`${path} uses ${name}`);
    }
  }
  return found;
}

function mayImport(
  { layers: allowed, typesIn = [] }: PackageRule,
  layer: string,
  typeOnly: boolean,
) {
  return allowed.includes(layer) || (typeOnly && typesIn.includes(layer));
}

/** Write the grammar's types and drawing; no part of the product, which must not import them. */
const tools = ['grammar/generate.ts', 'grammar/derived.ts'];
const files = [...sourceFiles('src'), ...sourceFiles('grammar')].filter(
  ({ path }) => !tools.includes(path),
);

describe('layers', () => {
  it('imports flow down, packages stay in their layers, the core knows no host', () => {
    expect(files.length).toBeGreaterThan(150);
    expect(files.flatMap(violations)).toEqual([]);
  });

  it('the product does not import its tools', () => {
    const imported = files.flatMap(({ imports }) => imports.flatMap(({ path }) => path ?? []));
    expect(imported.filter((path) => tools.includes(path))).toEqual([]);
  });

  it('the grammar imports chevrotain alone', () => {
    const foreign = files
      .filter(({ path }) => path.startsWith('grammar/'))
      .flatMap(({ imports }) => imports)
      .filter(({ specifier, path }) => specifier !== 'chevrotain' && !path?.startsWith('grammar/'));
    expect(foreign).toEqual([]);
  });
});

describe('the check of layers itself', () => {
  const check = (path: string, text: string): string[] => violations(describeText(path, text));

  it('sees upward imports, also dynamic ones and re-exports', () => {
    expect(check('src/graph/x.ts', "import { a } from '../cli/main.ts';")).toHaveLength(1);
    expect(check('src/graph/x.ts', "export { a } from '../api/fit.ts';")).toHaveLength(1);
    expect(check('src/graph/x.ts', "const a = await import('../api/fit.ts');")).toHaveLength(1);
    expect(check('src/cli/x.ts', "import { a } from '../graph/node.ts';")).toEqual([]);
  });

  it('sees packages and globals where they may not be', () => {
    expect(check('src/posterior/x.ts', "import '@tensorflow/tfjs-core';")).toHaveLength(1);
    expect(check('src/api/x.ts', "import type { io } from '@tensorflow/tfjs-core';")).toEqual([]);
    expect(check('src/api/x.ts', "import { io } from '@tensorflow/tfjs-core';")).toHaveLength(1);
    expect(check('src/engines/tfjs/x.ts', "import '@tensorflow/tfjs-core';")).toEqual([]);
    expect(check('src/binding/x.ts', "import { readFile } from 'node:fs';")).toHaveLength(1);
    expect(check('src/binding/x.ts', "import 'lodash';")).toHaveLength(1);
    expect(check('src/binding/x.ts', 'console.log(1);')).toHaveLength(1);
    expect(check('src/binding/x.ts', 'const process = 1; console;')).toEqual([
      'src/binding/x.ts uses console',
    ]);
    expect(check('src/binding/x.ts', 'a.console; // console.log')).toEqual([]);
  });
});
