import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readDocument } from './documents.ts';
import { messagesOf } from './messages.ts';

const page = readDocument('docs/diagnostics.md');
const { notes, refusals, phrases } = messagesOf();

/** The text under each heading that is a code. */
const paragraphs = new Map<string, string>();
for (const part of page.split(/^(?=##)/m)) {
  const match = /^### `([^`]+)`\n\n([\s\S]*)$/.exec(part);
  if (match !== null) paragraphs.set(match[1], match[2].trim());
}

describe('docs/diagnostics.md', () => {
  it('is compared with what the sources can say', () => {
    expect([...notes]).toEqual(expect.arrayContaining(['rhat', 'no-overlap', 'elsewhere-…']));
    expect([...refusals]).toEqual(expect.arrayContaining(['no-start', 'saddle', 'not-exact']));
    expect(phrases).toContain(' that the model does not declare: ');
  });

  it('has a paragraph for each code, and no other', () => {
    const codes = new Set([...notes, ...refusals]);
    expect([...paragraphs.keys()].sort()).toEqual([...codes].sort());
    for (const [code, text] of paragraphs) expect([code, text.length > 40]).toEqual([code, true]);
  });

  it('has the words of each note on data', () => {
    const words = page.replaceAll('`', '');
    const missing = phrases
      .map((phrase) => phrase.replaceAll('`', '').trim())
      .filter((phrase) => phrase.length > 10 && !words.includes(phrase));
    expect(missing).toEqual([]);
  });
});

it('every page is part of the site that typedoc builds', () => {
  const { projectDocuments } = JSON.parse(readDocument('typedoc.json'));
  const pages = readdirSync(new URL('../../docs/', import.meta.url)).filter((name) =>
    name.endsWith('.md'),
  );
  expect(pages.length).toBeGreaterThan(10);
  expect(projectDocuments).toEqual(
    expect.arrayContaining([
      ...pages.map((name) => `docs/${name}`),
      'docs/decisions/*.md',
      'models/*/README.md',
    ]),
  );
  // no page that is gone
  for (const path of projectDocuments.filter((one: string) => !one.includes('*')))
    expect(() => readDocument(path)).not.toThrow();
});
