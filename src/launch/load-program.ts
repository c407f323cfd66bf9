/**
 * Starts a bundled program with its code already compiled: V8 compiles a function when it is first called, which is
 * half the time of a short command.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname } from 'node:path';
import { env } from 'node:process';
import { fileURLToPath } from 'node:url';
import { Script } from 'node:vm';
import { codeFileName, readCode, userFolder, writeCode } from './code-cache.ts';

export interface Program<Exports> {
  readonly exports: Exports;
  /** Keeps what has been compiled so far for processes to come, where this one found nothing kept. */
  keep(): void;
}

/** What the build wraps a program in. */
type Wrapper = (module: { exports: unknown }, require: NodeJS.Require, fileUrl: string) => void;

/**
 * Loads a program. Its compiled code is looked for in the user's folder and, as the build leaves it there, beside the
 * program. Where there is none, or V8 refuses it, everything is compiled as usual.
 *
 * @param file as `bundlePrograms` of the build makes it: a function expression, in ASCII
 * @param use a word: what the program is going to do
 */
export function loadProgram<Exports>(file: URL, use: string): Program<Exports> {
  const path = fileURLToPath(file);
  const source = readFileSync(path);
  const name = codeFileName(basename(path, '.cjs'), use, source);
  // as Node's own cache is turned off
  const keeps = !env.NODE_DISABLE_COMPILE_CACHE;
  const user = keeps ? userFolder() : undefined;
  const cachedData =
    (user && readCode(user, name)) ?? (keeps ? readCode(dirname(path), name) : undefined);
  // a string of one byte a character costs nothing to make, where UTF-8 would have to be decoded
  const script = new Script(source.toString('latin1'), {
    filename: path,
    ...(cachedData && { cachedData }),
  });
  const module = { exports: {} };
  (script.runInThisContext() as Wrapper)(module, createRequire(file), file.href);
  return {
    exports: module.exports as Exports,
    keep() {
      const found = cachedData !== undefined && !script.cachedDataRejected;
      // after the run: what it called has been compiled
      if (!found && user !== undefined) writeCode(user, name, script.createCachedData());
    },
  };
}
