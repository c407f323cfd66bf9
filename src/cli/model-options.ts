import { type CompiledModel, compile } from '../api/compile.ts';
import type { BindOptions, Posterior } from '../api/posterior.ts';
import type { Form } from '../lowering/parameter.ts';
import type { TypedModel } from '../semantics/typed-model.ts';
import { didYouMean, type OptionTable, type ParsedOptions } from './options.ts';
import { readData, readText } from './read-files.ts';
import { type Terminal, UsageError } from './terminal.ts';
import { writeDiagnostics } from './write-diagnostics.ts';

/** The options of verbs that take data. */
export const dataOptions = {
  data: {
    type: 'string',
    multiple: true,
    value: 'FILE',
    summary:
      'data: .json, .csv, .tsv, .npz or .arrow, - for standard input; may be repeated, later files win',
  },
  set: {
    type: 'string',
    multiple: true,
    value: 'name=value',
    summary: 'one scalar input; may be repeated',
  },
} as const satisfies OptionTable;

/** The options of verbs that bring a model and data together. */
export const modelOptions = {
  ...dataOptions,
  form: {
    type: 'string',
    multiple: true,
    value: 'name=centred',
    summary: 'how a parameter is drawn: centred or non-centred; may be repeated',
  },
} as const satisfies OptionTable;

/** Reads and compiles the one model that the words name; warnings go to the error stream. */
export async function readModel(
  verb: string,
  options: ParsedOptions,
  terminal: Terminal,
): Promise<CompiledModel> {
  const [path, ...others] = options.positionals;
  if (path === undefined)
    throw new UsageError(`${verb} needs a model: credence ${verb} MODEL --data FILE`);
  if (others.length > 0) {
    throw new UsageError(
      `${verb} takes one model, not also ${others.join(', ')}; data files go behind --data`,
    );
  }
  const model = compile(await readText(path, terminal), { fileName: path });
  if (!options.flag('quiet') && model.warnings.length > 0) {
    writeDiagnostics(model.source, model.warnings, terminal);
  }
  return model;
}

/** Binds the data that the options name; notes go to the error stream. */
export async function bindOptions(
  model: CompiledModel,
  options: ParsedOptions,
  terminal: Terminal,
): Promise<Posterior> {
  checkDataGiven(model.typed, options);
  const data = await readData(options.list('data'), options.list('set'), terminal);
  const posterior = model.bind(data, { forms: formsOf(options) });
  if (!options.flag('quiet')) {
    const { warnings } = posterior;
    if (warnings.length > 0) writeDiagnostics(model.source, warnings, terminal);
    for (const note of posterior.notes) terminal.err(`note: ${note}\n`);
  }
  return posterior;
}

/** Without any data, one message that says how to give them in place of one for each input. */
export function checkDataGiven({ statements }: TypedModel, options: ParsedOptions): void {
  if (options.list('data').length > 0 || options.list('set').length > 0) return;
  const needed = statements.flatMap((statement) =>
    statement.kind === 'data' && statement.defaultValue === undefined ? [statement.name] : [],
  );
  if (needed.length === 0) return;
  const shown = needed.length > 8 ? [...needed.slice(0, 8), '…'] : needed;
  throw new UsageError(
    `the model needs data: ${shown.join(', ')}; give them by --data FILE or --set name=value`,
  );
}

export function formsOf(options: ParsedOptions): NonNullable<BindOptions['forms']> {
  return Object.fromEntries(options.list('form').map(parseForm));
}

function parseForm(written: string): [string, Form] {
  const [name, form] = written.split('=').map((part) => part.trim());
  if (form !== 'centred' && form !== 'non-centred') {
    throw new UsageError(
      `--form takes name=centred or name=non-centred, not \`${written}\`${form === undefined ? '' : didYouMean(form, ['centred', 'non-centred'])}`,
    );
  }
  return [name, form];
}

/** The weights of models or fits, by their names; undefined where none were given. */
export function weightsOf(
  options: ParsedOptions,
  what: string,
): Record<string, number> | undefined {
  const written = options.list('weight');
  if (written.length === 0) return undefined;
  return Object.fromEntries(
    written.map((word) => {
      const equals = word.lastIndexOf('=');
      const weight = Number(word.slice(equals + 1));
      if (equals < 1 || !(weight > 0))
        throw new UsageError(`--weight takes ${what}=w with w above 0, not \`${word}\``);
      return [word.slice(0, equals).trim(), weight];
    }),
  );
}
