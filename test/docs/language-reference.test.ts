import { existsSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { distributionPictures } from './distribution-pictures.ts';
import { documents, readDocument, root } from './documents.ts';
import { withCurrentTables } from './language-tables.ts';
import { betweenMarkers, markdownTable, replaceBetweenMarkers } from './markers.ts';

describe('docs/language.md', () => {
  it('has the tables of what the compiler has: npm run docs:tables', () => {
    const reference = readDocument('docs/language.md');
    expect(withCurrentTables(reference)).toBe(reference);
  });

  it('has the pictures of the distributions, and no others: npm run docs:tables', () => {
    const pictures = distributionPictures();
    const files = readdirSync(new URL('docs/distributions/', root));
    expect(files.map((file) => `distributions/${file}`).sort()).toEqual(
      [...pictures.keys()].sort(),
    );
    for (const [path, picture] of pictures) expect(readDocument(`docs/${path}`)).toBe(picture);
  });
});

describe('docs/validation.md', () => {
  it('has one row a posterior and method', () => {
    const document = readDocument('docs/validation.md');
    for (const method of ['nuts', 'laplace', 'vi', 'full-rank', 'pathfinder']) {
      const part = betweenMarkers(document, `${method} accuracy`);
      expect(part).toMatch(/^Run on \d{4}-\d\d-\d\d: 31 posteriors/);
      expect(part.match(/^\|/gm)).toHaveLength(2 + 31);
    }
  });
});

/** The text without code, in which `](` is no link. */
const withoutCode = (path: string): string =>
  readDocument(path)
    .replace(/^```[\s\S]*?^```$/gm, '')
    .replace(/`[^`\n]*`/g, '');

describe('links between documents', () => {
  it.each(documents)('%s links to what is there', (path) => {
    const links = [...withoutCode(path).matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1]);
    const missing = links
      .filter((link) => !/^(https?:|#)/.test(link))
      .filter((link) => !existsSync(new URL(link.replace(/#.*$/, ''), new URL(path, root))));
    expect(missing).toEqual([]);
  });
});

describe('marked parts', () => {
  it('are replaced, and nothing else is', () => {
    const document = 'a\n<!-- x -->\nold\n<!-- end of x -->\nb';
    const replaced = replaceBetweenMarkers(document, 'x', 'new');
    expect(replaced).toBe('a\n<!-- x -->\n\nnew\n\n<!-- end of x -->\nb');
    expect(betweenMarkers(replaced, 'x')).toBe('new');
    expect(() => replaceBetweenMarkers(document, 'y', '')).toThrow('y');
  });

  it('bars in the cells of a table are escaped', () => {
    expect(markdownTable(['f'], [['log |x|']])).toBe('| f |\n| --- |\n| log \\|x\\| |');
  });
});
