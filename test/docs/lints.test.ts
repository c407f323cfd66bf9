import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { WARNING_CODES } from '../../src/semantics/warning-codes.ts';

const text = readFileSync(new URL('../../docs/lints.md', import.meta.url), 'utf8');
const sections = text.split(/^## /m).slice(1);

describe('docs/lints.md', () => {
  it('has a section for every warning, in the order of the alphabet, and for nothing else', () => {
    const titles = sections.map((section) => section.split('\n')[0]);
    expect(titles).toEqual([...WARNING_CODES].sort());
  });

  it.each(sections)('%s', (section) => {
    expect(section.split('\n').slice(1).join(' ').trim().length).toBeGreaterThan(40);
  });
});
