/** What is derived from the grammar, as text: used by the generator and by the test that nothing is stale. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createSyntaxDiagramsCode, generateCstDts } from 'chevrotain';
import { BayesParser } from './rules.ts';

/** TypeScript types of the concrete syntax tree. */
export function cstTypes(): string {
  const productions = new BayesParser({ skipValidations: false }).getGAstProductions();
  return `// Generated from grammar/rules.ts by grammar/generate.ts; not edited by hand.\n${generateCstDts(productions)}\n`;
}

/**
 * A page with one railroad diagram a rule. The scripts and styles that Chevrotain links to on a
 * server are put into the page, so that it opens without a network.
 */
export function railroadPage(): string {
  const parser = new BayesParser({ skipValidations: false });
  const assets = join(packageFolder('chevrotain'), 'diagrams');
  const read = (path: string): string => readFileSync(join(assets, path), 'utf8').trimEnd();
  return createSyntaxDiagramsCode(parser.getSerializedGastProductions(), {
    resourceBase: '',
    css: 'diagrams.css',
  })
    .replace(
      /<link rel='stylesheet' href='([^']+)'>/g,
      (_, path: string) => `<style>\n${read(path)}\n</style>`,
    )
    .replace(
      /<script src='([^']+)'><\/script>/g,
      (_, path: string) => `<script>\n${read(path)}\n</script>`,
    )
    .replace(
      '<meta charset="utf-8">',
      '<meta charset="utf-8">\n<title>The grammar of .bayes models</title>',
    )
    .replace(/[ \t]+$/gm, '')
    .trim()
    .concat('\n');
}

function packageFolder(name: string): string {
  const resolved = createRequire(import.meta.url).resolve(name);
  const folder = join('node_modules', name);
  return resolved.slice(0, resolved.lastIndexOf(folder) + folder.length);
}
