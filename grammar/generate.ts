/**
 * Writes what is derived from the grammar: the types of its syntax tree (`grammar/cst-types.ts`),
 * the decisions of its parser (`grammar/decisions.ts`) and the page of railroad diagrams (`docs/grammar/index.html`). Run from the root of the repository
 * with `npx tsx grammar/generate.ts`.
 */
import { writeFileSync } from 'node:fs';
import { cstTypes, decisionsModule, railroadPage } from './derived.ts';

writeFileSync('grammar/cst-types.ts', cstTypes());
writeFileSync('grammar/decisions.ts', decisionsModule());
writeFileSync('docs/grammar/index.html', railroadPage());
