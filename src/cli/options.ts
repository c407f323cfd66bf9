import { parseArgs } from 'node:util';
import { nearestName } from '../diagnostics/nearest.ts';
import { UsageError } from './terminal.ts';

/** One option of a verb. */
export interface OptionDefinition {
  /** `string` options take a value; `multiple` ones may be repeated. */
  readonly type: 'string' | 'boolean';
  readonly multiple?: true;
  /** One letter: `n` for `-n`. */
  readonly short?: string;
  /** What stands for the value in the help: `FILE`. */
  readonly value?: string;
  readonly summary: string;
}

export type OptionTable = Readonly<Record<string, OptionDefinition>>;

/** Of verbs with a result that is no document of its own. */
export const jsonOption = {
  json: { type: 'boolean', summary: 'the result as JSON on standard output, nothing else there' },
} as const satisfies OptionTable;

/** Options that every verb takes. */
export const commonOptions = {
  quiet: { type: 'boolean', summary: 'no progress and no notes; warnings and errors remain' },
  'no-color': { type: 'boolean', summary: 'no colours (also: the environment variable NO_COLOR)' },
  help: { type: 'boolean', summary: 'this text' },
} as const satisfies OptionTable;

export class ParsedOptions {
  readonly positionals: readonly string[];
  private readonly values: Readonly<
    Record<string, string | boolean | (string | boolean)[] | undefined>
  >;

  constructor(
    positionals: readonly string[],
    values: Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>,
  ) {
    this.positionals = positionals;
    this.values = values;
  }

  flag(name: string): boolean {
    return this.values[name] === true;
  }

  text(name: string): string | undefined {
    const value = this.values[name];
    return typeof value === 'string' ? value : undefined;
  }

  list(name: string): string[] {
    const value = this.values[name];
    return Array.isArray(value) ? value.map(String) : [];
  }

  /** A whole number of at least `least`. */
  wholeNumber(name: string, least: number): number | undefined {
    const written = this.text(name);
    if (written === undefined) return undefined;
    const value = Number(written);
    if (written.trim() === '' || !Number.isSafeInteger(value) || value < least) {
      throw new UsageError(`--${name} takes a whole number from ${least}, not \`${written}\``);
    }
    return value;
  }

  /** A number between 0 and 1. */
  share(name: string): number | undefined {
    const written = this.text(name);
    if (written === undefined) return undefined;
    const value = Number(written);
    if (written.trim() === '' || !(value > 0 && value < 1)) {
      throw new UsageError(`--${name} takes a number between 0 and 1, not \`${written}\``);
    }
    return value;
  }

  /** One of the given words. */
  choice(name: string, choices: readonly string[]): string | undefined {
    const written = this.text(name);
    if (written === undefined || choices.includes(written)) return written;
    throw new UsageError(
      `--${name} takes ${choices.join(', ')}, not \`${written}\`${didYouMean(written, choices)}`,
    );
  }
}

/**
 * Reads the words after a verb.
 *
 * @throws UsageError that names the word and the nearest option.
 */
export function parseOptions(words: readonly string[], table: OptionTable): ParsedOptions {
  const options = Object.fromEntries(
    Object.entries(table).map(([name, { type, multiple, short }]) => [
      name,
      { type, multiple: multiple === true, ...(short !== undefined && { short }) },
    ]),
  );
  const { tokens } = parseArgs({
    args: [...words],
    options,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const positionals: string[] = [];
  const values: Record<string, string | boolean | (string | boolean)[]> = {};
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value);
    if (token.kind !== 'option') continue;
    const definition = Object.hasOwn(table, token.name) ? table[token.name] : undefined;
    if (definition === undefined)
      throw unknownOption(token.rawName, token.name, Object.keys(table));
    if (definition.type === 'boolean') {
      if (token.value !== undefined) throw new UsageError(`--${token.name} takes no value`);
      values[token.name] = true;
      continue;
    }
    if (token.value === undefined || (!token.inlineValue && token.value.startsWith('--'))) {
      throw new UsageError(
        `--${token.name} needs a value: --${token.name} ${definition.value ?? 'VALUE'}`,
      );
    }
    if (definition.multiple) {
      const list = Object.hasOwn(values, token.name) ? (values[token.name] as string[]) : [];
      values[token.name] = [...list, token.value];
    } else {
      values[token.name] = token.value;
    }
  }
  return new ParsedOptions(positionals, values);
}

function unknownOption(raw: string, name: string, known: readonly string[]): UsageError {
  return new UsageError(`there is no option ${raw}${didYouMean(name, known, '--')}`);
}

export function didYouMean(written: string, candidates: readonly string[], prefix = ''): string {
  const nearest = nearestName(written, candidates);
  return nearest === undefined ? '' : `; did you mean ${prefix}${nearest}?`;
}
