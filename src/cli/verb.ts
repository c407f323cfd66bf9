import { commonOptions, type OptionTable, type ParsedOptions } from './options.ts';
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
  run(options: ParsedOptions, terminal: Terminal): Promise<ExitCode>;
}

/** What `credence VERB --help` prints. */
export function helpOf(verb: Verb): string {
  const table: OptionTable = { ...verb.options, ...commonOptions };
  const rows = Object.entries(table).map(([name, option]) => {
    const value = option.type === 'string' ? ` ${option.value ?? 'VALUE'}` : '';
    return [`--${name}${value}`, option.summary] as const;
  });
  const width = Math.max(...rows.map(([left]) => left.length));
  return [
    `credence ${verb.name} ${verb.usage}`,
    '',
    verb.summary,
    '',
    ...rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`),
    '',
    `Example: ${verb.example}`,
    '',
  ].join('\n');
}
