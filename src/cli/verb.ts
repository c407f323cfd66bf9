import { wrap } from '../report/terminal/wrap.ts';
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

/** What `credence VERB --help` prints, in lines of at most `lineWidth` where words allow it. */
export function helpOf(verb: Verb, lineWidth: number): string {
  const table: OptionTable = { ...verb.options, ...commonOptions };
  const rows = Object.entries(table).map(([name, option]) => {
    const value = option.type === 'string' ? ` ${option.value ?? 'VALUE'}` : '';
    const short = option.short === undefined ? '' : `-${option.short}, `;
    return [`${short}--${name}${value}`, option.summary] as const;
  });
  const width = Math.max(...rows.map(([left]) => left.length));
  return [
    `credence ${verb.name} ${verb.usage}`,
    '',
    verb.summary,
    '',
    ...rows.map(([left, right]) => {
      const indent = width + 4;
      const summary = wrap(right, Math.max(30, lineWidth - indent)).trimEnd();
      return `  ${left.padEnd(width)}  ${summary.replaceAll('\n', `\n${' '.repeat(indent)}`)}`;
    }),
    '',
    `Example: ${verb.example}`,
    '',
  ].join('\n');
}
