import { once } from 'node:events';
import { exit, UsageError } from '../terminal.ts';
import type { Verb } from '../verb.ts';

export const languageServer: Verb = {
  name: 'language-server',
  summary: 'for editors: diagnostics, completion, hover, definitions, renaming, formatting',
  usage: '--stdio',
  example: 'credence language-server --stdio',
  withoutJson: true,
  options: {
    stdio: { type: 'boolean', summary: 'speaks the Language Server Protocol on standard streams' },
  },

  async run(options) {
    if (!options.flag('stdio') || options.positionals.length > 0)
      throw new UsageError('language-server speaks on standard streams: --stdio');
    // editors alone wait for it to load
    const { serve } = await import('../../language-server/server.ts');
    serve(process.stdin, process.stdout);
    await once(process.stdin, 'close');
    return exit.done;
  },
};
