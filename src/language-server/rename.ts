import { IDENTIFIER, normaliseName } from '../../grammar/names.ts';
import { RESERVED_WORDS } from '../../grammar/tokens.ts';
import type { Span } from '../diagnostics/span.ts';
import type { Analysis } from './analysis.ts';
import { occurrenceAt, sameName } from './occurrences.ts';

/** Why a name cannot be changed, in words for the person who asked. */
export class RenameError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'RenameError';
  }
}

/**
 * The places of the name at an offset, all of which a new one replaces.
 *
 * @throws RenameError where that would change what the model means, or cannot be known.
 */
export function renamed(analysis: Analysis, offset: number, to: string): readonly Span[] {
  const { occurrences, scope, isComplete } = analysis;
  const one = occurrenceAt(occurrences, offset);
  if (one?.declaration === undefined) {
    throw new RenameError('only names that the model declares can be renamed');
  }
  if (!isComplete) {
    throw new RenameError('a statement cannot be read: mend it first, it may use the name');
  }
  const name = normaliseName(to);
  const isName = new RegExp(`^(?:${IDENTIFIER.source})$`, IDENTIFIER.flags).test(name);
  if (!isName || RESERVED_WORDS.some(({ PATTERN }) => PATTERN === name)) {
    throw new RenameError(
      `\`${to}\` is not a name: letters, digits and _, no word of the language`,
    );
  }
  const places = sameName(occurrences, one);
  if (name === one.name) return [];
  const { allDimensions, allValues, allFunctions } = scope;
  const tables = { dimension: allDimensions, value: allValues, function: allFunctions };
  const isTaken = one.namespace === 'local' ? allValues.has(name) : tables[one.namespace].has(name);
  const isValue = one.namespace === 'value' || one.namespace === 'local';
  const captures = occurrences.some(
    (other) =>
      other.name === name &&
      (other.namespace === 'local'
        ? isValue
        : // a name of the language that the new one would shadow
          other.namespace === one.namespace && other.declaration === undefined),
  );
  if (isTaken || captures) throw new RenameError(`the model uses \`${name}\` already`);
  return places.map(({ span }) => span);
}
