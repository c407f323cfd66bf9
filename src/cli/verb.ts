import { wrap } from '../report/terminal/wrap.ts';
import { commonOptions, jsonOption, type OptionTable, type ParsedOptions } from './options.ts';
import type { ExitCode, Terminal } from './terminal.ts';

/** One verb of the command: `credence fit`. */
export interface Verb {
  readonly name: string;
  /** One line. */
  readonly summary: string;
  /** The words after the verb: `MODEL --data FILE… [options]`. */
  readonly usage: string;
  readonly example: string;
  readonly options: OptionTable;
  /** Of verbs that write documents, which are not to be had as JSON. */
  readonly withoutJson?: true;
  run(options: ParsedOptions, terminal: Terminal): Promise<ExitCode>;
}

/** All that a verb takes. */
export function optionsOf({ options, withoutJson }: Verb): OptionTable {
  return { ...options, ...(withoutJson ? {} : jsonOption), ...commonOptions };
}

/** What `credence VERB --help` prints, in lines of at most `lineWidth` where words allow it. */
export function helpOf(verb: Verb, lineWidth: number): string {
  const rows = Object.entries(optionsOf(verb)).map(([name, option]) => {
    const value = option.type === 'string' ? ` ${option.value ?? 'VALUE'}` : '';
    const short = option.short === undefined ? '' : `-${option.short}, `;
    return [`${short}--${name}${value}`, option.summary] as const;
  });
  return [
    `credence ${verb.name} ${verb.usage}`,
    '',
    wrap(verb.summary, lineWidth),
    ...explained(rows, lineWidth),
    '',
    `Example: ${verb.example}`,
    '',
  ].join('\n');
}

/** Names with what they are beside them, in lines of at most `lineWidth` where words allow it. */
export function explained(
  rows: readonly (readonly [name: string, text: string])[],
  lineWidth: number,
): string[] {
  const width = Math.max(...rows.map(([name]) => name.length));
  const indent = width + 4;
  return rows.map(([name, text]) => {
    const lines = wrap(text, Math.max(30, lineWidth - indent)).trimEnd();
    return `  ${name.padEnd(width)}  ${lines.replaceAll('\n', `\n${' '.repeat(indent)}`)}`;
  });
}
