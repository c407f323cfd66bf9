/** What is derived from the grammar, as text: used by the generator and by the test that nothing is stale. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import {
  createSyntaxDiagramsCode,
  EOF,
  generateCstDts,
  type ILookaheadStrategy,
  LLkLookaheadStrategy,
  type Rule,
  type TokenType,
} from 'chevrotain';
import { type ChoiceKind, placeOfChoice } from './prepared.ts';
import { BayesParser, LOOKAHEAD } from './rules.ts';
import { TOKENS } from './tokens.ts';

/** TypeScript types of the concrete syntax tree. */
export function cstTypes(): string {
  const productions = new BayesParser({ skipValidations: false }).getGAstProductions();
  return `// Generated from grammar/rules.ts by grammar/generate.ts; not edited by hand.\n${generateCstDts(productions)}\n`;
}

/** A module with the decisions that `BayesParser` takes: see `prepared.ts`. */
export function decisionsModule(): string {
  const recorder = new DecisionRecorder();
  new BayesParser({ skipValidations: true, lookaheadStrategy: recorder });
  const rows = Object.entries(recorder.decisions).map(
    ([place, alternatives]) =>
      `  '${place}': [\n${alternatives.map((starts) => `    '${starts}',\n`).join('')}  ],\n`,
  );
  return `// Generated from grammar/rules.ts by grammar/generate.ts; not edited by hand.
import type { Decisions } from './prepared.ts';

// biome-ignore format: one line an alternative
export const DECISIONS: Decisions = {
${rows.join('')}};
`;
}

/** A function of Chevrotain's that looks ahead from a parser, of which it uses nothing else. */
type LookaheadFunction = (this: { LA_FAST(howFar: number): object }) =>
  | number
  | boolean
  | undefined;

/** Chevrotain's own lookahead, asked for its answer to every pair of tokens. */
class DecisionRecorder extends LLkLookaheadStrategy {
  readonly decisions: Record<string, readonly string[]> = {};

  constructor() {
    super({ maxLookahead: LOOKAHEAD });
  }

  override buildLookaheadForAlternation(
    options: Parameters<ILookaheadStrategy['buildLookaheadForAlternation']>[0],
  ) {
    const decide = super.buildLookaheadForAlternation(options);
    this.record(options.rule, 'Alternation', options.prodOccurrence, decide);
    return decide;
  }

  override buildLookaheadForOptional(
    options: Parameters<ILookaheadStrategy['buildLookaheadForOptional']>[0],
  ) {
    const decide = super.buildLookaheadForOptional(options);
    this.record(options.rule, options.prodType, options.prodOccurrence, decide);
    return decide;
  }

  private record(rule: Rule, kind: ChoiceKind, occurrence: number, decide: unknown): void {
    const place = placeOfChoice(rule.name, kind, occurrence);
    this.decisions[place] = startsOfAlternatives(decide as LookaheadFunction);
  }
}

function startsOfAlternatives(decide: LookaheadFunction): string[] {
  const vocabulary: readonly TokenType[] = [...TOKENS, EOF];
  const starts: string[][] = [];
  for (const first of vocabulary) {
    const seconds = new Map<number, string[]>();
    for (const second of vocabulary) {
      const tokens = [first, second];
      const decision = decide.call({ LA_FAST: (howFar) => tokens[howFar - 1] });
      if (decision === undefined || decision === false) continue;
      const alternative = Number(decision === true ? 0 : decision);
      seconds.set(alternative, [...(seconds.get(alternative) ?? []), second.name]);
    }
    for (const [alternative, names] of seconds) {
      starts[alternative] ??= [];
      const all = names.length === vocabulary.length;
      starts[alternative].push(all ? first.name : `${first.name}:${names}`);
    }
  }
  return starts.map((names) => names.join(' '));
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
