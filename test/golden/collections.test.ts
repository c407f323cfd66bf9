/**
 * Many small wrong programs, each with one mistake: `collections/NAME.bayes` holds some that belong together,
 * each below a line `//// what is wrong`. `NAME.txt` has what is said of them. Where a line
 * `//// data: {…}` follows the program, these data are bound to it.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compile } from '../../src/api/compile.ts';
import { DataError, ModelError } from '../../src/diagnostics/diagnostic.ts';
import { renderDiagnostics } from '../../src/diagnostics/render.ts';

const folder = new URL('collections/', import.meta.url);
const TITLE = '//// ';
const DATA = `${TITLE}data: `;

interface Case {
  readonly title: string;
  readonly body: string;
}

function casesOf(text: string): Case[] {
  return text.split(/^\/\/\/\/ (?!data: )/m).flatMap((part) => {
    const end = part.indexOf('\n');
    return end < 0 ? [] : [{ title: part.slice(0, end), body: part.slice(end + 1).trim() }];
  });
}

function saidOf(body: string): string {
  const [text, data] = body.split(`\n${DATA}`);
  try {
    const model = compile(`${text}\n`);
    if (data !== undefined) model.bind(JSON.parse(data));
    return 'nothing';
  } catch (error) {
    if (error instanceof ModelError) return renderDiagnostics(error.source, error.diagnostics);
    if (!(error instanceof DataError)) throw error;
    return error.problems
      .map(({ message, hint }) => `error: ${message}${hint === undefined ? '' : `\nhelp: ${hint}`}`)
      .join('\n');
  }
}

const names = readdirSync(folder)
  .filter((file) => file.endsWith('.bayes'))
  .map((file) => file.slice(0, -'.bayes'.length));

describe.each(names)('golden collection: %s', (name) => {
  const cases = casesOf(readFileSync(new URL(`${name}.bayes`, folder), 'utf8'));
  const expectedFile = new URL(`${name}.txt`, folder);
  if (process.env.UPDATE_GOLDEN === '1') {
    const said = cases.map(({ title, body }) => `${TITLE}${title}\n${saidOf(body)}\n`);
    writeFileSync(expectedFile, said.join('\n'));
  }
  const expected = casesOf(readFileSync(expectedFile, 'utf8'));

  it('has an expected text for each of its programs', () => {
    expect(expected.map(({ title }) => title)).toEqual(cases.map(({ title }) => title));
    expect(new Set(cases.map(({ title }) => title)).size).toBe(cases.length);
  });

  it.each(cases)('$title', ({ title, body }) => {
    const said = saidOf(body);
    expect(said).toMatch(/^error/m);
    expect(said).toBe(expected.find((other) => other.title === title)?.body);
  });
});
