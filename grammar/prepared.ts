/**
 * What a parser decides where the grammar leaves a choice, by the next one or two tokens. Chevrotain
 * finds this out by an analysis of the whole grammar, which takes longer than reading a model, so it
 * is done beforehand: `generate.ts` writes it to `decisions.ts`.
 */
import type { CstParser, IToken, TokenType } from 'chevrotain';

/**
 * By place of choice (`placeOfChoice`), a text for each alternative in their order: the tokens it
 * starts with, `A`, or `A:B,C` where that also depends on the second token.
 */
export type Decisions = Readonly<Record<string, readonly string[]>>;

/** The places of choice in a rule, by Chevrotain's name, with the bits it has in the keys of its functions. */
const KINDS = {
  Alternation: 1 << 8,
  Option: 2 << 8,
  Repetition: 3 << 8,
  RepetitionMandatory: 4 << 8,
  RepetitionWithSeparator: 5 << 8,
  RepetitionMandatoryWithSeparator: 6 << 8,
} as const;

export type ChoiceKind = keyof typeof KINDS;

export function placeOfChoice(rule: string, kind: ChoiceKind, occurrence: number): string {
  return `${rule} ${kind} ${occurrence}`;
}

/** The part of Chevrotain 11.2's parsers that holds the results of the analysis; not in its types. */
interface Analysed {
  selfAnalysisDone: boolean;
  readonly fullRuleNameToShort: Readonly<Record<string, number>>;
  setLaFuncCache(key: number, decide: Decide): void;
}

interface Lookahead {
  LA(howFar: number): IToken;
}

/** The number of the alternative to take, or whether to take the only one. */
type Decide = (this: Lookahead) => number | boolean | undefined;

/** Takes the place of `parser.performSelfAnalysis()`. */
export function useDecisions(
  parser: CstParser,
  decisions: Decisions,
  vocabulary: readonly TokenType[],
): void {
  const analysed = parser as unknown as Analysed;
  const indices = new Map(vocabulary.map(({ name, tokenTypeIdx }) => [name, tokenTypeIdx!]));
  for (const [place, alternatives] of Object.entries(decisions)) {
    const [rule, kind, occurrence] = place.split(' ');
    const key = analysed.fullRuleNameToShort[rule] | KINDS[kind as ChoiceKind] | Number(occurrence);
    const choose = chooser(alternatives, indices);
    const decide: Decide =
      kind === 'Alternation'
        ? choose
        : function () {
            return choose.call(this) === 0;
          };
    analysed.setLaFuncCache(key, decide);
  }
  analysed.selfAnalysisDone = true;
}

type Choice = number | ReadonlyMap<number, number>;

function chooser(
  alternatives: readonly string[],
  indices: ReadonlyMap<string, number>,
): (this: Lookahead) => number | undefined {
  let choices: ReadonlyMap<number, Choice> | undefined;
  return function () {
    choices ??= choicesByToken(alternatives, indices);
    const choice = choices.get(this.LA(1).tokenTypeIdx);
    return typeof choice === 'object' ? choice.get(this.LA(2).tokenTypeIdx) : choice;
  };
}

function choicesByToken(
  alternatives: readonly string[],
  indices: ReadonlyMap<string, number>,
): ReadonlyMap<number, Choice> {
  const choices = new Map<number, number | Map<number, number>>();
  alternatives.forEach((alternative, k) => {
    for (const start of alternative.split(' ')) {
      const [first, seconds] = start.split(':');
      const index = indices.get(first)!;
      if (seconds === undefined) {
        choices.set(index, k);
        continue;
      }
      const known = choices.get(index);
      const bySecond = typeof known === 'object' ? known : new Map<number, number>();
      for (const second of seconds.split(',')) bySecond.set(indices.get(second)!, k);
      choices.set(index, bySecond);
    }
  });
  return choices;
}
