import { OptionError } from '../api/option-error.ts';
import { SavedFitError } from '../api/saved-fit.ts';
import { DataError, ModelError, NumericalError } from '../diagnostics/diagnostic.ts';
import { UnavailableBackendError } from '../engines/tfjs/backend-problems.ts';
import { InferenceError } from '../inference/method.ts';
import { StanCsvError } from '../results/read-stan-csv.ts';
import { StorageError } from '../storage/storage-error.ts';
import { version } from '../version.ts';
import { didYouMean, parseOptions } from './options.ts';
import { type ExitCode, exit, type Terminal, UsageError } from './terminal.ts';
import { explained, helpOf, optionsOf } from './verb.ts';
import { verbs } from './verbs/index.ts';
import { writeDiagnostics } from './write-diagnostics.ts';

/** Runs one command; never throws for a mistake of its user. */
export async function main(words: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const [name, ...rest] =
    isHelp(words[0]) && words.length > 1 ? [...words.slice(1), '--help'] : words;
  if (name === undefined || isHelp(name)) {
    terminal.out(overview(terminal.width));
    return name === undefined ? exit.wrong : exit.done;
  }
  if (name === '--version' || name === '-v') {
    terminal.out(`credence ${version}\n`);
    return exit.done;
  }
  try {
    const verb = verbs.get(name);
    if (verb === undefined) throw unknownVerb(name);
    if (rest.some((word) => word === '--help' || word === '-h')) {
      terminal.out(helpOf(verb, terminal.width));
      return exit.done;
    }
    return await verb.run(parseOptions(rest, optionsOf(verb)), terminal);
  } catch (error) {
    return report(error, terminal);
  }
}

function report(error: unknown, terminal: Terminal): ExitCode {
  if (terminal.signal.aborted) {
    terminal.err('interrupted\n');
    return exit.interrupted;
  }
  if (error instanceof ModelError) {
    writeDiagnostics(error.source, error.diagnostics, terminal);
    return exit.wrong;
  }
  if (error instanceof DataError) {
    for (const [k, { message, hint }] of error.problems.entries()) {
      // what helps against several is said once, below the last
      const help = hint === undefined || error.problems[k + 1]?.hint === hint ? '' : hint;
      terminal.err(`error: ${message}\n${help === '' ? '' : `  help: ${help}\n`}`);
    }
    return exit.wrong;
  }
  if (
    error instanceof UsageError ||
    error instanceof OptionError ||
    error instanceof StorageError ||
    error instanceof SavedFitError ||
    error instanceof StanCsvError ||
    error instanceof UnavailableBackendError
  ) {
    terminal.err(`error: ${error.message}\n`);
    return exit.wrong;
  }
  if (error instanceof RangeError && outOfMemory.test(error.message)) {
    terminal.err('error: the model with these data does not fit into memory\n');
    return exit.wrong;
  }
  if (error instanceof InferenceError || error instanceof NumericalError) {
    terminal.err(`no result: ${error.message}\n`);
    return exit.untrustworthy;
  }
  throw error;
}

/** What JavaScript engines say where an array cannot be made. */
const outOfMemory = /allocation failed|invalid (typed )?array (buffer )?length/i;

function unknownVerb(name: string): UsageError {
  const known = [...verbs.keys(), '--help', '--version'];
  const hint = didYouMean(name, known) || '.';
  return new UsageError(`there is no command \`${name}\`${hint} \`credence --help\` lists all.`);
}

const isHelp = (word: string | undefined): boolean =>
  word === '--help' || word === '-h' || word === 'help';

function overview(width: number): string {
  return [
    'credence: probabilistic models in .bayes files',
    '',
    ...explained(
      [...verbs.values()].map(({ name, summary }) => [`credence ${name}`, summary]),
      width,
    ),
    '',
    '`credence VERB --help` explains one of them with an example.',
    '',
  ].join('\n');
}
