import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { main } from '../../src/cli/main.ts';

export interface Result {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface Setting {
  readonly input?: string | Uint8Array;
  readonly width?: number;
  readonly color?: boolean;
  readonly interactive?: boolean;
  readonly signal?: AbortSignal;
}

/** Runs a command with a terminal that keeps what is written to it. */
export async function run(words: readonly string[], setting: Setting = {}): Promise<Result> {
  let out = '';
  let err = '';
  const { input = '', width = 80, color = false, interactive = false } = setting;
  const code = await main(words, {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    interactive,
    color,
    width,
    readInput: async () => (typeof input === 'string' ? new TextEncoder().encode(input) : input),
    signal: setting.signal ?? new AbortController().signal,
  });
  return { code, out, err };
}

/** A folder of the given files, removed after the tests of this file; gives the path of a file in it. */
export function folderOf(files: Readonly<Record<string, string | Uint8Array>>) {
  const folder = mkdtempSync(join(tmpdir(), 'credence-'));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  afterAll(() => rmSync(folder, { recursive: true }));
  return (name: string): string => join(folder, name);
}
