import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { SourceFile } from '../../../src/diagnostics/span.ts';
import { referenceEngine } from '../../../src/engines/reference/engine.ts';
import { exportGraphModel, savedModel, WEIGHTS_FILE } from '../../../src/engines/tfjs/export.ts';
import { NotPortableError } from '../../../src/engines/tfjs/portable.ts';
import { Builder } from '../../../src/graph/builder.ts';
import { engines } from './engines-under-test.ts';
import {
  type Example,
  hierarchicalRegression,
  negativeBinomial,
  probit,
} from './example-graphs.ts';

const evaluator = fileURLToPath(new URL('./evaluate-saved-model.mjs', import.meta.url));

/** Saves the graph and evaluates it in a process of plain TensorFlow.js. */
function evaluateSaved({ graph, inputs }: Example): Record<string, number[]> {
  const folder = mkdtempSync(join(tmpdir(), 'saved-model-'));
  try {
    const { modelJson, weights } = savedModel(exportGraphModel(graph));
    writeFileSync(join(folder, 'model.json'), modelJson);
    writeFileSync(join(folder, WEIGHTS_FILE), weights);
    const given = Object.fromEntries(
      graph.inputs.map(({ attributes, shape, type }) => [
        attributes.name!,
        { values: [...inputs[attributes.name!]], shape, type },
      ]),
    );
    const output = execFileSync(process.execPath, [evaluator, folder], {
      input: JSON.stringify(given),
      stdio: ['pipe', 'pipe', 'ignore'],
      encoding: 'utf8',
    });
    return JSON.parse(output);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('a saved model in plain TensorFlow.js', () => {
  it.each([
    ['a hierarchical regression', hierarchicalRegression()],
    ['a negative binomial regression', negativeBinomial()],
    ['a probit regression', probit()],
  ])(
    'gives value and gradient of %s',
    (_, example) => {
      const expected = referenceEngine.prepare(example.graph).run(example.inputs);
      const actual = evaluateSaved(example);
      expect(Object.keys(actual)).toEqual(Object.keys(expected));
      // sums of terms of about the size of the density
      const bound = 1e-5 * Math.abs(expected.density[0]);
      for (const [name, values] of Object.entries(expected)) {
        expect(actual[name]).toHaveLength(values.length);
        values.forEach((value, k) => {
          const message = `${name}[${k}]: ${actual[name][k]} for ${value}`;
          expect(Math.abs(actual[name][k] - value), message).toBeLessThan(bound);
        });
      }
    },
    30_000,
  );

  it('has none of our own ops', () => {
    for (const { graph } of [negativeBinomial(), probit()]) {
      expect(savedModel(exportGraphModel(graph)).modelJson).not.toContain('Credence');
    }
  });

  it('takes integers', () => {
    const b = new Builder();
    const graph = b.finish({ y: b.gather(b.input('x', [3]), b.input('k', [2], 'int')) });
    const inputs = { x: Float64Array.of(1, 2, 3), k: Int32Array.of(2, 0) };
    expect(evaluateSaved({ graph, inputs })).toEqual({ y: [3, 1] });
  }, 30_000);

  it('does not exist for the incomplete gamma and beta functions', () => {
    const b = new Builder();
    const source = new SourceFile('m.bayes', 'y ~ Gamma(2, 1) truncated to [0, 3]');
    const span = { start: 0, end: source.text.length };
    const x = b.input('x', []);
    const p = b.withOrigin(span, () => b.logGammaP(2, x));
    const fail = () => exportGraphModel(b.finish({ p }));
    expect(fail).toThrow(NotPortableError);
    expect(fail).toThrow(
      'the model cannot be saved for TensorFlow.js: it uses the incomplete gamma function',
    );
    expect(fail).toThrow(expect.objectContaining({ span }) as Error);
    expect(() => exportGraphModel(b.finish({ q: b.logBetaI(2, 3, x) }))).toThrow('beta function');
  });
});

describe.each([...engines])('the graph model of the engine on %s', (_, engine) => {
  it('saves itself in the standard layout', async () => {
    const model = engine.graphModel(negativeBinomial().graph);
    let saved: unknown;
    await model.save({
      save: async (artifacts) => {
        saved = artifacts;
        return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } };
      },
    });
    expect(saved).toEqual(exportGraphModel(negativeBinomial().graph));
    expect(model.inputs.map(({ name }) => name)).toHaveLength(3);
    model.dispose();
  });
});
