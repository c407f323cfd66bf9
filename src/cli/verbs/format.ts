import { rename, stat, writeFile } from 'node:fs/promises';
import { DiagnosticSink } from '../../diagnostics/diagnostic.ts';
import { SourceFile } from '../../diagnostics/span.ts';
import { format as layOut } from '../../syntax/format/format.ts';
import { readText } from '../read-files.ts';
import { exit, UsageError } from '../terminal.ts';
import type { Verb } from '../verb.ts';
import { writeDiagnostics } from '../write-diagnostics.ts';

export const format: Verb = {
  name: 'format',
  summary: 'writes models in their canonical layout',
  usage: 'MODEL… [--check]',
  example: 'credence format models/radon/radon.bayes --check',
  options: {
    check: {
      type: 'boolean',
      summary: 'writes nothing; says which models are laid out otherwise, exit code 1 for one',
    },
  },

  async run(options, terminal) {
    if (options.positionals.length === 0) {
      throw new UsageError(
        'format needs a model: credence format MODEL…, - for standard input to standard output',
      );
    }
    const isCheck = options.flag('check');
    const isJson = options.flag('json');
    let failed = false;
    const results = [];
    for (const path of options.positionals) {
      const text = await readText(path, terminal);
      const source = new SourceFile(path, text);
      const sink = new DiagnosticSink();
      const formatted = layOut(source, sink);
      if (formatted === undefined) {
        writeDiagnostics(source, sink.all(), terminal);
        results.push({ model: path, readable: false });
        failed = true;
        continue;
      }
      const isFormatted = formatted === text;
      results.push({ model: path, readable: true, wasFormatted: isFormatted });
      if (isCheck) {
        failed ||= !isFormatted;
        if (!isJson) terminal.out(`${path}: is ${isFormatted ? '' : 'not '}formatted\n`);
      } else if (path === '-') {
        if (!isJson) terminal.out(formatted);
      } else if (!isFormatted) {
        await replaceFile(path, formatted);
        if (!isJson && !options.flag('quiet')) terminal.err(`${path}: formatted\n`);
      }
    }
    if (isJson) terminal.out(`${JSON.stringify(results, null, 2)}\n`);
    return failed ? exit.wrong : exit.done;
  },
};

/** Writes a file beside the old one first, so that no text is lost where writing is interrupted. */
async function replaceFile(path: string, text: string): Promise<void> {
  try {
    const { mode } = await stat(path);
    const temporary = `${path}.${process.pid}.tmp`;
    await writeFile(temporary, text, { mode });
    await rename(temporary, path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UsageError(`${path}: cannot be written (${code ?? 'unknown reason'})`);
  }
}
