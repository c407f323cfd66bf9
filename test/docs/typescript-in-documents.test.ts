import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it, vi } from 'vitest';
import type { Distribution } from '../../src/distributions/distribution.ts';
import * as credence from '../../src/index.ts';
import type { InferenceMethod } from '../../src/inference/method.ts';
import { run } from '../../src/inference/run.ts';
import { Random } from '../../src/random/random.ts';
import { evaluate, ofOutcome, valuesOf } from '../distributions/evaluate.ts';
import { expectation, massUpTo } from '../distributions/expectation.ts';
import { gaussian } from '../inference/targets.ts';
import { allBlocks, codeBlocks, root } from './documents.ts';

const blocks = allBlocks.filter(({ language }) => language === 'ts');
const ofReadme = codeBlocks('README.md').filter(({ language }) => language === 'ts');

/** Errors of the blocks as modules of a program that finds `credence` in the project's source. */
function typeErrors(): string[] {
  const folder = fileURLToPath(root);
  const texts = new Map(blocks.map(({ text }, k) => [`${folder}block-${k}.ts`, text]));
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    lib: ['lib.es2023.d.ts'],
    types: ['node'],
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    resolveJsonModule: true,
    allowImportingTsExtensions: true,
    paths: { credence: [`${folder}src/index.ts`] },
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists, readFile } = host;
  host.fileExists = (name) => texts.has(name) || fileExists.call(host, name);
  host.readFile = (name) => texts.get(name) ?? readFile.call(host, name);
  host.getSourceFile = (name, version) => {
    const text = texts.get(name);
    return text === undefined
      ? getSourceFile.call(host, name, version)
      : ts.createSourceFile(name, text, version, true);
  };
  const program = ts.createProgram([...texts.keys()], options, host);
  return [...texts.keys()].flatMap((name) =>
    [
      ...program.getSyntacticDiagnostics(program.getSourceFile(name)),
      ...program.getSemanticDiagnostics(program.getSourceFile(name)),
    ].map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n')),
  );
}

/** Runs a block with its imports taken from `credence`; returns what it printed. */
async function runBlock(text: string): Promise<unknown[][]> {
  const { outputText } = ts.transpileModule(text, {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
  });
  const body = outputText.replace(
    /^import (\{[^}]*\}) from 'credence';$/gm,
    'const $1 = credence;',
  );
  const print = vi.fn();
  const AsyncFunction = Object.getPrototypeOf(async () => {}).constructor;
  await new AsyncFunction('credence', 'console', body)(credence, { log: print });
  return print.mock.calls;
}

/** Runs a block of the contributors' page, which imports from the sources; returns what it exports. */
async function exportOf(text: string): Promise<unknown> {
  const { outputText } = ts.transpileModule(text, {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
  });
  const modules: Record<string, unknown> = {};
  for (const [, path] of outputText.matchAll(/ from '\.\/(src\/[^']+)';$/gm))
    modules[path] = await import(/* @vite-ignore */ `../../${path}`);
  const body = outputText
    .replace(/^import (\{[^}]*\}) from '\.\/([^']+)';$/gm, "const $1 = modules['$2'];")
    .replace(/^export const \w+ =/m, 'return');
  return new Function('modules', body)(modules);
}

describe('TypeScript in the documents', () => {
  it('has no type errors', () => {
    expect(blocks.length).toBeGreaterThan(1);
    expect(typeErrors()).toEqual([]);
  }, 120_000);

  it('the fit of the README is that of Beta(7, 3)', async () => {
    const printed = await runBlock(ofReadme[0].text);
    // mean 0.7, sd √(21 / (100 · 11)) = 0.138
    expect(printed).toHaveLength(2);
    const [mean, sd] = [...String(printed[0][0]).matchAll(/[\d.]+/g)].map(Number);
    expect(mean).toBeCloseTo(0.7, 1);
    expect(sd).toBeCloseTo(0.138, 1);
    expect(printed[1]).toEqual(['nuts', true, 4000]);
  });

  it('the log density of the README is that of two normals', async () => {
    const [[logDensity, gradient, values]] = await runBlock(ofReadme[1].text);
    // log N(0.5; 0, 1) + log N(2; 0.5, 1) and its derivative −m + (y − m)
    expect(logDensity).toBeCloseTo(-Math.log(2 * Math.PI) - (0.25 + 2.25) / 2, 12);
    expect(gradient).toEqual(Float64Array.of(1));
    expect(values).toEqual({ m: 0.5 });
  });

  it('the comparison of docs/model-comparison.md is that of the references', async () => {
    const [block] = codeBlocks('docs/model-comparison.md').filter(
      ({ language }) => language === 'ts',
    );
    const [[value, words], [best, probabilities, difference]] = await runBlock(block.text);
    // reference table, A1: −18.0315832124 against −21.8173697465
    const logBayesFactor = 21.8173697465 - 18.0315832124;
    expect(value).toBeCloseTo(logBayesFactor, 8);
    expect([words, best]).toEqual(['strong', 'some']);
    const some = Math.exp(logBayesFactor) / (Math.exp(logBayesFactor) + 2);
    expect((probabilities as Record<string, number>).some).toBeCloseTo(some, 8);
    expect(difference).toBeGreaterThan(0);
  });

  it('the averaged prediction of docs/model-comparison.md lies between those of the models', async () => {
    const [, block] = codeBlocks('docs/model-comparison.md').filter(
      ({ language }) => language === 'ts',
    );
    const [[sd]] = await runBlock(block.text);
    // of a new value: √(σ² + σ² / (10 + σ² / 4)) with σ 1 and 2
    expect(sd).toBeGreaterThan(1.02);
    expect(sd).toBeLessThan(2.12);
  }, 60_000);

  it('the fit of docs/tutorial.md is trusted, and its slope steep', async () => {
    const [block] = codeBlocks('docs/tutorial.md').filter(({ language }) => language === 'ts');
    const [[trustworthy, steep]] = await runBlock(block.text);
    expect(trustworthy).toBe(true);
    // the means rise by 3.9 a mile an hour
    expect(steep).toBeGreaterThan(0.9);
  });
});

describe('docs/architecture.md', () => {
  const [first, second] = codeBlocks('docs/architecture.md').filter(
    ({ language }) => language === 'ts',
  );

  it('its distribution agrees with itself and with its test points', async () => {
    const lomax = (await exportOf(first.text)) as Distribution;
    for (const point of lomax.testPoints) {
      const [value] = evaluate(ofOutcome(lomax.logDensity), valuesOf(point));
      if (Number.isFinite(point.logDensity)) expect(value).toBeCloseTo(point.logDensity, 12);
      else expect(value).toBe(point.logDensity);
    }
    const arguments_ = { shape: 5, scale: 2 };
    const { mean, variance } = lomax.moments(arguments_);
    const moment = (of: (x: number) => number): number => expectation(lomax, arguments_, of);
    expect(moment(() => 1)).toBeCloseTo(1, 10);
    expect(moment((x) => x)).toBeCloseTo(mean, 10);
    expect(moment((x) => (x - mean) ** 2)).toBeCloseTo(variance, 8);
    const { logCdf, logSurvival } = lomax.cumulative!;
    const mass = massUpTo(lomax, arguments_, 0.7);
    const at = { x: 0.7, ...arguments_ };
    expect(Math.exp(evaluate(ofOutcome(logCdf), at)[0])).toBeCloseTo(mass, 10);
    expect(Math.exp(evaluate(ofOutcome(logSurvival), at)[0])).toBeCloseTo(1 - mass, 10);
    const random = Random.fromSeed(1);
    const draws = Array.from({ length: 20_000 }, () => lomax.sample!(random, arguments_));
    expect(draws.reduce((sum, x) => sum + x / draws.length, 0)).toBeCloseTo(mean, 1);
  });

  it('its method finds the mean and the spread of a normal', async () => {
    const method = (await exportOf(second.text)) as InferenceMethod<
      { draws: number; warmup: number },
      unknown
    >;
    const target = gaussian(
      [1, -2],
      [
        [1, 0],
        [0, 1],
      ],
    );
    const options = { draws: 4000, warmup: 500 };
    const found = await run(method, target, options, Random.fromSeed(1));
    const { points } = found.draws(options.draws, Random.fromSeed(2));
    for (const [k, mean] of [1, -2].entries()) {
      const values = Array.from({ length: options.draws }, (_, draw) => points[2 * draw + k]);
      const average = values.reduce((sum, x) => sum + x / values.length, 0);
      const variance = values.reduce((sum, x) => sum + (x - average) ** 2 / values.length, 0);
      expect(Math.abs(average - mean)).toBeLessThan(0.2);
      expect(Math.abs(variance - 1)).toBeLessThan(0.3);
    }
    // the best share of acceptances in two dimensions is about 0.44 by its rule
    expect(found.values.acceptance).toBeGreaterThan(0.3);
    expect(found.notes).toEqual([]);
  });
});
