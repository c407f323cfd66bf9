/**
 * The letters of a name: Latin and Greek, with the combining marks that may follow a letter where
 * Unicode has no composed form (`x̂`). Given as explicit ranges, because the lexer does not
 * evaluate Unicode property escapes. U+00B5, the micro sign of many keyboards, is read as `μ`.
 */
const LATIN = 'A-Za-z\\u00aa\\u00ba\\u00c0-\\u00d6\\u00d8-\\u00f6\\u00f8-\\u02af\\u1e00-\\u1eff';
const GREEK =
  '\\u00b5\\u0370-\\u0373\\u0376\\u0377\\u037b-\\u037d\\u037f\\u0386\\u0388-\\u038a\\u038c' +
  '\\u038e-\\u03a1\\u03a3-\\u03e1\\u03f0-\\u03f5\\u03f7-\\u03ff\\u1f00-\\u1fbc\\u1fc2-\\u1fcc' +
  '\\u1fd0-\\u1fdb\\u1fe0-\\u1fec\\u1ff2-\\u1ffc\\u2126';
const MARKS = '\\u0300-\\u036f';

export const IDENTIFIER = new RegExp(`[_${LATIN}${GREEK}][_0-9${LATIN}${GREEK}${MARKS}]*`);

/** The one spelling of a name, whichever way its accents were typed: NFC. */
export function normaliseName(text: string): string {
  return text.replaceAll('\u00b5', '\u03bc').normalize('NFC');
}
