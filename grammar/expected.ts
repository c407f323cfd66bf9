/**
 * What the parser writes into its exceptions: only what was expected, in words of the language.
 * The sentence around it, and the hint, are made where the whole statement is known.
 */
import { type IParserErrorMessageProvider, tokenLabel } from 'chevrotain';

export const EXPECTED: IParserErrorMessageProvider = {
  buildMismatchTokenMessage: ({ expected }) => tokenLabel(expected),
  buildNotAllInputParsedMessage: () => 'the end of the statement',
  buildNoViableAltMessage: ({ customUserDescription }) => customUserDescription ?? 'an expression',
  buildEarlyExitMessage: ({ customUserDescription }) => customUserDescription ?? 'an index',
};
