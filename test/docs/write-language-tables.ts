/** Brings the tables of docs/language.md up to date: `npm run docs:tables`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { withCurrentTables } from './language-tables.ts';

const document = new URL('../../docs/language.md', import.meta.url);
writeFileSync(document, withCurrentTables(readFileSync(document, 'utf8')));
