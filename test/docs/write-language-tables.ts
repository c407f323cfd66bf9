/** Brings the tables and pictures of docs/language.md up to date: `npm run docs:tables`. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { distributionPictures } from './distribution-pictures.ts';
import { withCurrentTables } from './language-tables.ts';

const document = new URL('../../docs/language.md', import.meta.url);
writeFileSync(document, withCurrentTables(readFileSync(document, 'utf8')));

mkdirSync(new URL('distributions/', document), { recursive: true });
for (const [path, picture] of distributionPictures())
  writeFileSync(new URL(path, document), picture);
