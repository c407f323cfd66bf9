import { access, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { starter } from '../starter.ts';
import { exit, UsageError } from '../terminal.ts';
import type { Verb } from '../verb.ts';

export const init: Verb = {
  name: 'init',
  summary: 'a starter folder: model, data, and what to type',
  usage: '[DIR]',
  example: 'credence init my-model',
  options: {},

  async run(options, terminal) {
    const [folder = '.', ...others] = options.positionals;
    if (others.length > 0)
      throw new UsageError(`init takes one folder, not also ${others.join(', ')}`);
    const files = Object.keys(starter).map((name) => join(folder, name));
    const present = await filterPresent(files);
    if (present.length > 0) {
      const verb = present.length === 1 ? 'is' : 'are';
      throw new UsageError(
        `${present.join(', ')} ${verb} there already; nothing was written: name a new folder, credence init DIR`,
      );
    }
    try {
      await mkdir(folder, { recursive: true });
      for (const [name, text] of Object.entries(starter))
        await writeFile(join(folder, name), text, { flag: 'wx' });
    } catch (error) {
      throw new UsageError(`${folder}: ${reason(error as NodeJS.ErrnoException)}`);
    }
    if (options.flag('json')) terminal.out(`${JSON.stringify({ folder, files }, null, 2)}\n`);
    else terminal.out(`${files.map((file) => `${file}\n`).join('')}\n${nextSteps(folder)}`);
    return exit.done;
  },
};

async function filterPresent(files: readonly string[]): Promise<string[]> {
  const present = await Promise.all(
    files.map((file) =>
      access(file).then(
        () => true,
        () => false,
      ),
    ),
  );
  return files.filter((_, k) => present[k]);
}

function nextSteps(folder: string): string {
  const commands = folder === '.' ? [] : [`cd ${/\s/.test(folder) ? `"${folder}"` : folder}`];
  commands.push('credence fit model.bayes --data data.csv');
  return `Now try:\n${commands.map((command) => `  ${command}\n`).join('')}`;
}

function reason({ code, message }: NodeJS.ErrnoException): string {
  if (code === 'EEXIST' || code === 'ENOTDIR') return 'is a file, not a folder';
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return 'may not be written to';
  return `cannot be written (${code ?? message})`;
}
