import { describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { allBlocks, codeBlocks } from './documents.ts';

interface Outcome {
  readonly exitCode: number;
  readonly out: string;
  readonly err: string;
}

/** Runs the command in this process, without a terminal. */
async function run(command: string): Promise<Outcome> {
  let out = '';
  let err = '';
  const exitCode = await main(command.split(/\s+/).slice(1), {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    interactive: false,
    color: false,
    width: 100,
    readInput: async () => new Uint8Array(),
    signal: new AbortController().signal,
  });
  return { exitCode, out, err };
}

const commandsOf = (text: string): string[] =>
  text.split('\n').filter((line) => line.startsWith('credence '));

const commands = new Set(
  allBlocks.filter(({ language }) => language === 'sh').flatMap(({ text }) => commandsOf(text)),
);

/** Exit code 2 is a result that the command itself does not stand by, and says so. */
const acceptable = [0, 2];

describe('commands in the documents', () => {
  it('there are some', () => {
    expect(commands.size).toBeGreaterThan(5);
  });

  it.each([...commands])(
    '%s',
    async (command) => {
      const { exitCode, out, err } = await run(command);
      expect(err).not.toMatch(/^error/m);
      expect(acceptable).toContain(exitCode);
      if (command.includes('--json')) expect(JSON.parse(out)).toHaveProperty('parameters');
      else expect(out).not.toBe('');
      if (exitCode === 2) expect(out).toContain('should not be trusted');
    },
    300_000,
  );

  it('what the README shows of the first one is what it prints', async () => {
    const block = codeBlocks('README.md').find(({ language }) => language === 'sh')!;
    const { out } = await run(commandsOf(block.text)[0]);
    const shown = block.next!.text.split('\n').filter((line) => line !== '…' && line !== '');
    const printed = out.split('\n');
    expect(shown.filter((line) => !printed.includes(line))).toEqual([]);
  });
});
