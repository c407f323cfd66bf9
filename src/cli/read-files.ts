import { readFile } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { parseCsv } from '../binding/csv.ts';
import { decodeText } from '../binding/decode-text.ts';
import { type DataInputs, mergeInputs } from '../binding/inputs.ts';
import { parseJsonData } from '../binding/json.ts';
import type { Table } from '../binding/table.ts';
import { type Terminal, UsageError } from './terminal.ts';

/**
 * The text of a file; `-` is standard input.
 *
 * @throws UsageError where it cannot be read or is no text.
 */
export async function readText(path: string, terminal: Terminal): Promise<string> {
  const text = decodeText(await readBytes(path, terminal));
  if (text !== undefined) return text;
  const name = path === '-' ? 'standard input' : path;
  throw new UsageError(`${name} is not a text in UTF-8; save it in that encoding`);
}

async function readBytes(path: string, terminal: Terminal): Promise<Uint8Array> {
  if (path === '-') return terminal.readInput();
  try {
    return await readFile(path, { signal: terminal.signal });
  } catch (error) {
    throw new UsageError(`${path}: ${reason(error)}`);
  }
}

/** The inputs of all `--data` files and `--set` values; what comes later wins. */
export async function readData(
  paths: readonly string[],
  settings: readonly string[],
  terminal: Terminal,
): Promise<DataInputs> {
  const parts: (DataInputs | Table)[] = [];
  for (const path of paths) parts.push(await readDataFile(path, terminal));
  const scalars = new Map(settings.map(parseSetting));
  return mergeInputs([...parts, Object.fromEntries(scalars)]);
}

async function readDataFile(path: string, terminal: Terminal): Promise<DataInputs | Table> {
  const fileName = path === '-' ? 'standard input' : basename(path);
  switch (extname(path).toLowerCase()) {
    case '.csv':
      return parseCsv(await readText(path, terminal), { fileName });
    case '.tsv':
      return parseCsv(await readText(path, terminal), { fileName, delimiter: '\t' });
    case '.npz': {
      const { parseNpz } = await import('../binding/npz.ts');
      return parseNpz(await readBytes(path, terminal), fileName);
    }
    case '.arrow':
    case '.feather': {
      const { parseArrow } = await import('../binding/arrow.ts');
      return parseArrow(await readBytes(path, terminal), fileName);
    }
    case '.json':
      return parseJsonData(await readText(path, terminal), fileName);
    default: {
      if (path !== '-') {
        throw new UsageError(
          `${path}: data files end in .json, .csv, .tsv, .npz or .arrow (save spreadsheets as .csv); \`-\` is standard input`,
        );
      }
      const text = await readText(path, terminal);
      const isJson = /^\s*[[{]/.test(text);
      return isJson ? parseJsonData(text, fileName) : parseCsv(text, { fileName });
    }
  }
}

function parseSetting(setting: string): [string, number | string] {
  const equals = setting.indexOf('=');
  const name = setting.slice(0, equals).trim();
  const written = setting.slice(equals + 1).trim();
  if (equals < 0 || name === '' || written === '') {
    throw new UsageError(`--set takes name=value, not \`${setting}\``);
  }
  const value = Number(written.replace(/^([+-]?)inf$/, '$1Infinity'));
  return [name, Number.isNaN(value) ? written : value];
}

function reason(error: unknown): string {
  const code = (error as { code?: string }).code;
  if (code === 'ENOENT') return 'there is no such file';
  if (code === 'EISDIR') return 'is a folder, not a file';
  if (code === 'EACCES' || code === 'EPERM') return 'may not be read';
  if (code === 'ENOTDIR') return 'there is no such file';
  if (code === 'ENAMETOOLONG') return 'the name is too long';
  if (code === 'ERR_FS_FILE_TOO_LARGE') return 'is too large: more than 2 GB';
  return error instanceof Error ? error.message : String(error);
}
