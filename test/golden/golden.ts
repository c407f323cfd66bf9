import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import { renderDiagnostics } from '../../src/diagnostics/render.ts';
import { SourceFile } from '../../src/diagnostics/span.ts';

/**
 * One test for each `NAME.bayes` in `test/golden/FOLDER`: its rendered diagnostics must equal
 * `NAME.txt` beside it. With `UPDATE_GOLDEN=1` in the environment the expected texts are written
 * instead; they are read by a person before they are committed.
 */
export function goldenTests(
  folder: string,
  diagnose: (source: SourceFile) => readonly Diagnostic[],
): void {
  const directory = fileURLToPath(new URL(`./${folder}/`, import.meta.url));
  const update = process.env.UPDATE_GOLDEN === '1';
  const names = readdirSync(directory)
    .filter((file) => file.endsWith('.bayes'))
    .map((file) => file.slice(0, -'.bayes'.length))
    .sort();
  describe(`golden diagnostics: ${folder}`, () => {
    it('has no expected text without its model', () => {
      const texts = readdirSync(directory).filter((file) => file.endsWith('.txt'));
      expect(texts.filter((file) => !names.includes(file.slice(0, -'.txt'.length)))).toEqual([]);
    });
    for (const name of names) {
      it(name, () => {
        const text = readFileSync(`${directory}${name}.bayes`, 'utf8');
        const source = new SourceFile(`${name}.bayes`, text);
        const rendered = `${renderDiagnostics(source, diagnose(source))}\n`;
        const expected = `${directory}${name}.txt`;
        if (update) writeFileSync(expected, rendered);
        expect(existsSync(expected), `${name}.txt is missing`).toBe(true);
        expect(rendered).toBe(readFileSync(expected, 'utf8'));
      });
    }
  });
}
