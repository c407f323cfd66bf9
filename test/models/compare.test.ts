import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { Comparison } from '../../src/index.ts';

const models = new URL('../../models/', import.meta.url);

// written by reference/comparisons.py with SciPy
const references = JSON.parse(
  readFileSync(new URL('reference/comparisons.json', import.meta.url), 'utf8'),
) as Record<string, number>;

/** Runs `compare.ts` of a folder as a program would; what it printed, and its result. */
async function run(folder: string): Promise<{ comparison: Comparison; printed: string }> {
  const print = vi.spyOn(console, 'log').mockImplementation(() => {});
  const { comparison } = await import(new URL(`${folder}/compare.ts`, models).href);
  const printed = print.mock.calls.map(([text]) => text).join('\n');
  print.mockRestore();
  return { comparison, printed };
}

const folders = readdirSync(models).filter((name) =>
  existsSync(new URL(`${name}/compare.ts`, models)),
);

it('every folder with several models compares them', () => {
  // networks aside, which are compared by their predictions of held-out data
  const comparable = (folder: string, file: string): boolean =>
    file.endsWith('.bayes') &&
    !/^network /m.test(readFileSync(new URL(`${folder}/${file}`, models), 'utf8'));
  const several = readdirSync(models).filter(
    (name) =>
      readdirSync(new URL(name, models)).filter((file) => comparable(name, file)).length > 1,
  );
  expect(several.length).toBeGreaterThan(5);
  expect(folders).toEqual(expect.arrayContaining(several));
});

describe.each(folders)('%s', (folder) => {
  let found: Awaited<ReturnType<typeof run>>;
  beforeAll(async () => {
    found = await run(folder);
  }, 200_000);

  it('has the evidence of quadrature', () => {
    const { comparison, printed } = found;
    expect(comparison.trustworthy).toBe(true);
    for (const [name, evidence] of Object.entries(comparison.models)) {
      expect(printed).toContain(name);
      const reference = references[`${folder}/${name}`];
      if (reference === undefined) continue;
      const error = Math.abs(evidence.logEvidence - reference);
      if (evidence.method === 'exact') expect(error).toBeLessThan(1e-6);
      else expect(error).toBeLessThan(Math.min(0.1, 3.5 * evidence.standardError));
    }
  });

  it('climbs its ladder of priors to the evidence of quadrature', () => {
    const scaled = Object.keys(references).filter(
      (key) => key.startsWith(`${folder}/`) && key.includes(' × '),
    );
    const seen: string[] = [];
    for (const { parameter, factor, models: there } of found.comparison.sensitivity ?? []) {
      for (const [name, { logEvidence, standardError }] of Object.entries(there)) {
        const key = `${folder}/${name}, ${parameter} × ${factor}`;
        if (references[key] === undefined) continue;
        seen.push(key);
        expect(Math.abs(logEvidence - references[key])).toBeLessThan(4 * standardError + 1e-6);
      }
    }
    expect(seen.sort()).toEqual(scaled.sort());
  });
});
