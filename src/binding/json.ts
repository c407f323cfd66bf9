import { DataError } from '../diagnostics/diagnostic.ts';
import { type DataInputs, inputsFromFile, mergeInputs } from './inputs.ts';
import { JsonParser } from './json-parser.ts';
import { tableFromRecords } from './table.ts';
import { shown } from './words.ts';

/**
 * Reads JSON data: an object with a value for each name, or a list of objects, one a row, which is
 * a table.
 *
 * @throws DataError with line and column where the text is not JSON.
 */
export function parseJsonData(text: string, fileName: string): DataInputs {
  const value = new JsonParser(text.replace(/^\uFEFF/, ''), fileName).parse();
  if (Array.isArray(value)) return mergeInputs([tableFromRecords(value, fileName)]);
  if (typeof value !== 'object' || value === null) {
    const message = `${fileName} holds ${shown(value)}, but an object with a value for each name was expected.`;
    throw new DataError([{ input: fileName, message }]);
  }
  return inputsFromFile(value as DataInputs, fileName);
}
