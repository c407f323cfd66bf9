import { describe, expect, it } from 'vitest';
import { analyse, renderDiagnostics } from '../../src/index.ts';
import { allBlocks } from './documents.ts';

const languages = ['bayes', 'bayes not-yet', 'bayes wrong', 'sh', 'text', 'ts', 'json'];
/** Of other systems, in the pages for people who come from them. */
const foreign = ['stan', 'python'];
const blocksOf = (language: string) => allBlocks.filter((block) => block.language === language);

describe('models in the documents', () => {
  it('blocks are in the languages that are checked', () => {
    expect(
      allBlocks.filter((block) => ![...languages, ...foreign].includes(block.language)),
    ).toEqual([]);
    expect(blocksOf('bayes').length).toBeGreaterThan(3);
  });

  it.each(blocksOf('bayes'))('$place compiles without a warning', ({ text }) => {
    expect(analyse(text).diagnostics).toEqual([]);
  });

  it.each(blocksOf('bayes not-yet'))(
    '$place is refused as not supported yet, and for nothing else',
    ({ text }) => {
      const { diagnostics } = analyse(text);
      expect(diagnostics.length).toBeGreaterThan(0);
      for (const { severity, code, message } of diagnostics) {
        expect({ severity, code }).toEqual({ severity: 'error', code: 'not-supported-yet' });
        expect(message).toContain('not supported yet');
      }
    },
  );

  it.each(blocksOf('bayes wrong'))('$place gives the message that is shown', ({ text, next }) => {
    const { source, diagnostics } = analyse(text);
    const rendered = renderDiagnostics(source, diagnostics, { color: false });
    expect(rendered).toContain(next!.text);
  });
});
