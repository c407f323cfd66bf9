import { writeFile } from 'node:fs/promises';
import type { ParsedOptions } from './options.ts';
import { type Terminal, UsageError } from './terminal.ts';

/** Writes a result into the file of `--out`, whose name is told; to standard output where there is none. */
export async function writeText(
  text: string,
  options: ParsedOptions,
  terminal: Terminal,
): Promise<void> {
  const file = options.text('out');
  if (file === undefined) {
    terminal.out(text);
    return;
  }
  await writeFileTo(file, text);
  terminal.out(`${file}\n`);
}

/** @throws UsageError where the file cannot be written. */
export async function writeFileTo(file: string, text: string): Promise<void> {
  await writeFile(file, text).catch((error) => {
    throw new UsageError(`${file}: cannot be written (${error.code ?? error.message})`);
  });
}
