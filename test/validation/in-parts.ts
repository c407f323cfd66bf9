import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';

/**
 * Runs a script once for every core at once, with `--part k/cores` after the given words, and parses what each of them
 * prints as JSON. What they say on standard error goes through.
 */
export function inParts<T>(script: string, words: readonly string[]): Promise<T[]> {
  const cores = availableParallelism();
  return Promise.all(
    Array.from({ length: cores }, (_, k) =>
      inChild<T>(script, [...words, '--part', `${k}/${cores}`]),
    ),
  );
}

/** The members of a list that belong to the part `k/cores`. */
export function ofPart<T>(members: readonly T[], part: string): T[] {
  const [first, step] = part.split('/').map(Number);
  return members.filter((_, k) => k % step === first);
}

function inChild<T>(script: string, words: readonly string[]): Promise<T> {
  const child = spawn(process.execPath, [...process.execArgv, script, ...words], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.on('data', (piece) => {
    text += piece;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0 ? resolve(JSON.parse(text)) : reject(new Error(`a process ended with ${code}`)),
    );
  });
}
