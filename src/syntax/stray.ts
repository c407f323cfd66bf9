import type { IToken } from 'chevrotain';
import { normaliseName } from '../../grammar/names.ts';
import * as t from '../../grammar/tokens.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { nearestName } from '../diagnostics/nearest.ts';
import { shorten } from '../diagnostics/shorten.ts';
import { cover } from '../diagnostics/span.ts';
import { INSTEAD_OF_UPDATING, isUpdate } from './expression-mistakes.ts';
import { CONTROL_WORDS, FOREIGN_STATEMENTS, STRAY_WORDS, TYPE_WORDS } from './foreign-words.ts';
import { between } from './stop.ts';
import { spanOf } from './tokenize.ts';

/**
 * What to say about a line that no keyword introduces.
 *
 * @param data the names that the text declares as data.
 */
export function explainStray(
  text: string,
  tokens: readonly IToken[],
  data: ReadonlySet<string>,
): Diagnostic {
  const [first] = tokens;
  const word = first.image;
  const whole = cover(spanOf(first), spanOf(tokens[tokens.length - 1]));
  if (CONTROL_WORDS.has(word) || word === 'if') {
    return {
      code: 'loop',
      severity: 'error',
      message: `there are no loops, blocks or conditional statements: \`${word}\` does not start a statement`,
      span: whole,
      hint:
        word === 'if'
          ? 'a conditional is a value: `let x = if … then … else …`; cells are left out with `observe … where …`'
          : 'declare the whole array at once: `let m[i in home] = …`, `observe y[t in 2 .. 9] ~ …`',
    };
  }
  if (tokens[1]?.tokenType === t.LeftBrace) {
    const keyword = FOREIGN_STATEMENTS.get(word.toLowerCase());
    return {
      code: 'block',
      severity: 'error',
      message: 'there are no blocks: each declaration is a statement of its own',
      span: whole,
      hint: FUNCTIONS.has(word)
        ? 'start each function with `fun`: `fun f(x) = …`'
        : keyword
          ? `start each declaration of the block with \`${keyword}\``
          : 'start each declaration with its keyword, such as `let`, `param` or `output`',
    };
  }
  return {
    code: 'no-statement',
    severity: 'error',
    message: `\`${shorten(word)}\` does not start a statement`,
    span: whole,
    hint: suggestion(text, tokens, data),
  };
}

function suggestion(text: string, tokens: readonly IToken[], data: ReadonlySet<string>): string {
  const [first] = tokens;
  const word = first.image;
  if (TYPE_WORDS.has(word)) return declaration(text, tokens);
  if (STRAY_WORDS.has(word)) return STRAY_WORDS.get(word)!;
  if (first.tokenType === t.Minus && tokens[1]?.tokenType === t.Minus) {
    return 'write comments as `// …`';
  }
  const keyword =
    FOREIGN_STATEMENTS.get(word.toLowerCase()) ?? nearestName(word, t.STATEMENT_KEYWORDS.keys());
  if (word === 'target') return 'write `factor …` to add a term to the log density';
  if (keyword !== undefined) return `did you mean \`${keyword}\`?`;
  if (first.tokenType === t.StringLiteral) return `write \`model ${shorten(word)}\``;
  const sign = tokens.findIndex(({ tokenType }) => tokenType === t.Tilde || tokenType === t.Equals);
  if (sign > 1 && isUpdate(tokens[sign - 1], tokens[sign])) return INSTEAD_OF_UPDATING;
  const arrow = tokens.findIndex(
    (token, k) => token.tokenType === t.Less && tokens[k + 1]?.tokenType === t.Minus,
  );
  if (arrow > 0) return `write \`let ${between(text, first, tokens[arrow - 1])} = …\``;
  if (sign > 0) {
    const left = between(text, first, tokens[sign - 1]);
    if (tokens[sign].tokenType === t.Tilde && data.has(normaliseName(word))) {
      return `write \`observe ${left} ~ …\``;
    }
    const isDrawn = tokens[sign].tokenType === t.Tilde || callsDistribution(tokens.slice(sign + 1));
    return isDrawn
      ? `write \`param ${left} ~ …\` for an unknown with its prior, \`observe ${left} ~ …\` for data`
      : `write \`let ${left} = …\``;
  }
  return `a statement starts with ${[...t.STATEMENT_KEYWORDS.keys()].map((k) => `\`${k}\``).join(', ')}`;
}

/** The block of functions of Stan. */
const FUNCTIONS: ReadonlySet<string> = new Set(['functions', 'function']);

/** `pm.Normal(…)`: names of distributions begin with a capital letter. */
function callsDistribution(tokens: readonly IToken[]): boolean {
  const call = tokens.findIndex(({ tokenType }) => tokenType === t.LeftParenthesis);
  return call > 0 && /^[A-Z]/.test(tokens[call - 1].image);
}

/** `real<lower=0> sigma;` of Stan, in the words of this language. */
function declaration(text: string, tokens: readonly IToken[]): string {
  const close = tokens.findIndex(({ tokenType }) => tokenType === t.Greater);
  const isBounded = tokens[1]?.tokenType === t.Less && close > 2;
  const bounds = isBounded ? `(${between(text, tokens[2], tokens[close - 1])})` : '';
  const type = `${TYPE_WORDS.get(tokens[0].image)}${bounds}`;
  let depth = 0;
  const name = tokens.slice(1).find(({ tokenType }) => {
    if (tokenType === t.Less || tokenType === t.LeftBracket) depth++;
    if (tokenType === t.Greater || tokenType === t.RightBracket) depth--;
    return depth === 0 && tokenType === t.Identifier;
  });
  const shown = name?.image ?? 'x';
  return `write \`data ${shown}: ${type}\` for data, \`param ${shown}: ${type} ~ …\` for a parameter`;
}
