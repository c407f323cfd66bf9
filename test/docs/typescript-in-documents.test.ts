import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it, vi } from 'vitest';
import * as credence from '../../src/index.ts';
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
});
