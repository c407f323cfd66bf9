import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJsonData } from '../../src/binding/json.ts';
import { JsonParser } from '../../src/binding/json-parser.ts';
import { complaints } from './binding.ts';

describe('JSON data', () => {
  it('read every JSON text as the engine does', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 3 }), (text) => {
        expect(new JsonParser(text, 'd.json').parse()).toEqual(JSON.parse(text));
      }),
      { numRuns: 100 },
    );
    const text =
      ' {"a" : [ 1e-3 , -0, 1E+2, 0.1 ],\r\n\t"\\u00e9\\n\\"\\ud83d\\ude00" : "é\u{1f600}\u007f" , "e":{}} ';
    expect(new JsonParser(text, 'd.json').parse()).toEqual(JSON.parse(text));
  });

  it('take a byte order mark', () => {
    expect(parseJsonData('\ufeff{"a": 1}', 'd.json').a).toBe(1);
  });

  it('hold names of the prototype as names', () => {
    const inputs = parseJsonData('{"__proto__": {"polluted": 1}, "constructor": 2}', 'd.json');
    expect(Object.keys(inputs)).toEqual(['__proto__', 'constructor']);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  it.each([
    ['', 'd.json:1:1: The file is empty.'],
    ['3', 'd.json holds 3, but an object with a value for each name was expected.'],
    ['"x"', 'd.json holds "x", but an object with a value for each name was expected.'],
    ['[1]', 'Element 1 of d.json is not an object, but a list of rows holds one object a row.'],
    ['{\n  "a": NaN}', 'd.json:2:8: JSON has no `NaN`; a missing value is `null`.'],
    ['{"a": [NA]}', 'd.json:1:8: JSON has no `NA`; a missing value is `null`.'],
    ['{"a": -Infinity}', 'd.json:1:7: JSON has no `-Infinity`, and data must be finite numbers.'],
    ['{"a": None}', 'd.json:1:7: JSON writes a missing value as `null`.'],
    ['{"a": True}', 'd.json:1:7: JSON writes `True` as `true`.'],
    ['{"a": 01}', 'd.json:1:7: `01` is not a number as JSON writes it.'],
    ['{"a": .5}', 'd.json:1:7: `.5` is not a number as JSON writes it.'],
    ['{"a": 1e5x}', 'd.json:1:7: `1e5x` is not a number as JSON writes it.'],
    ['{"a": tru}', 'd.json:1:7: A value was expected, but `tru` stands here.'],
    ['{"a": }', 'd.json:1:7: A value was expected, but `}` stands here.'],
    ['{"a": [1,]}', 'd.json:1:10: A value was expected after the last comma.'],
    ['{"a": 1,}', 'd.json:1:9: A name was expected after the last comma.'],
    ['{a: 1}', 'd.json:1:2: A name in double quotes was expected, but `a` stands here.'],
    ['{"a" 1}', 'd.json:1:6: A colon was expected after "a".'],
    ['{"a": 1 "b": 2}', 'd.json:1:9: A comma or `}` was expected, but `"` stands here.'],
    ['{"a": 1, "a": 2}', 'd.json:1:10: The name "a" is given twice.'],
    ['{"a": [1, 2', 'd.json:1:7: The `[` that opens here is never closed with `]`.'],
    ['{"a": "x', 'd.json:1:7: The text that starts here has no closing quote.'],
    [
      '{"a": "x\ny"}',
      'd.json:1:9: Text in quotes cannot hold a line break; write it as an escape such as \\n.',
    ],
    ['{"a": "\\q"}', 'd.json:1:8: `\\q` is not an escape of JSON.'],
    ['{"a": 1}}', 'd.json:1:9: The data end here, but `}` follows.'],
    [`{"a": ${'['.repeat(1e5)}`, 'd.json:1:106: The data are nested more than 100 deep.'],
  ])('that are broken are told with line and column: %j', (text, message) => {
    expect(complaints(() => parseJsonData(text, 'd.json'))).toEqual([message]);
  });
});
