import { analyse } from '../../api/compile.ts';
import { diagnosticsAsJson } from '../diagnostics-json.ts';
import { readText } from '../read-files.ts';
import { exit, UsageError } from '../terminal.ts';
import type { Verb } from '../verb.ts';
import { writeDiagnostics } from '../write-diagnostics.ts';

export const check: Verb = {
  name: 'check',
  summary: 'finds every error and warning of models, without data',
  usage: 'MODEL…',
  example: 'credence check models/radon/radon.bayes',
  options: {},

  async run(options, terminal) {
    if (options.positionals.length === 0)
      throw new UsageError('check needs a model: credence check MODEL…');
    let failed = false;
    const results = [];
    for (const path of options.positionals) {
      const { source, diagnostics } = analyse(await readText(path, terminal), path);
      const errors = diagnostics.filter((d) => d.severity === 'error').length;
      failed ||= errors > 0;
      if (options.flag('json')) {
        results.push({
          model: path,
          valid: errors === 0,
          diagnostics: diagnosticsAsJson(source, diagnostics),
        });
      } else if (diagnostics.length > 0) {
        writeDiagnostics(source, diagnostics, terminal);
      }
      if (errors === 0 && !options.flag('json')) terminal.out(`${path}: the model is valid\n`);
    }
    if (options.flag('json')) terminal.out(`${JSON.stringify(results, null, 2)}\n`);
    return failed ? exit.wrong : exit.done;
  },
};
