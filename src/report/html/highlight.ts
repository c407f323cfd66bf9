import {
  Identifier,
  NumberLiteral,
  RESERVED_WORDS,
  STATEMENT_KEYWORDS,
  StringLiteral,
} from '../../../grammar/tokens.ts';
import { readTokens } from '../../syntax/lexer.ts';
import { element, escapeText } from '../markup.ts';

const keywords = new Set([...STATEMENT_KEYWORDS.values(), ...RESERVED_WORDS]);

/** The text of a model as markup: its words in spans with classes, what stands between them (white space, comments) escaped. */
export function highlight(source: string): string {
  const { tokens } = readTokens(source);
  let end = 0;
  const parts: string[] = [];
  for (const [k, { image, startOffset, tokenType }] of tokens.entries()) {
    parts.push(between(source.slice(end, startOffset)));
    end = startOffset + image.length;
    const isCalled = tokens[k + 1]?.image === '(' && tokenType === Identifier;
    const kind = keywords.has(tokenType)
      ? 'keyword'
      : tokenType === NumberLiteral
        ? 'number'
        : tokenType === StringLiteral
          ? 'string'
          : isCalled
            ? 'call'
            : undefined;
    parts.push(kind === undefined ? escapeText(image) : span(kind, image));
  }
  return parts.join('') + between(source.slice(end));
}

/** White space as it is; what else stands between tokens is a comment. */
function between(text: string): string {
  const comment = text.trim();
  if (comment === '') return text;
  const start = text.indexOf(comment);
  return text.slice(0, start) + span('comment', comment) + text.slice(start + comment.length);
}

function span(kind: string, text: string): string {
  return element('span', { class: kind }, escapeText(text));
}
