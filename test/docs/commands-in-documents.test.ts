import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { allBlocks, codeBlocks } from './documents.ts';

interface Outcome {
  readonly exitCode: number;
  readonly out: string;
  readonly err: string;
}

const scratch = mkdtempSync(join(tmpdir(), 'credence-documents-'));
afterAll(() => rmSync(scratch, { recursive: true }));

/** The words of a command; what commands write, and read again, lies in a folder of its own. */
function wordsOf(command: string): string[] {
  const words = command.split(/\s+/).slice(1);
  return words.map((word) => (written.has(word.split('/')[0]) ? join(scratch, word) : word));
}

const outcomes = new Map<string, Promise<Outcome>>();

/** What the command did when it was run, once, in this process, without a terminal. */
function outcomeOf(command: string): Promise<Outcome> {
  const known = outcomes.get(command) ?? run(command);
  outcomes.set(command, known);
  return known;
}

async function run(command: string): Promise<Outcome> {
  let out = '';
  let err = '';
  const exitCode = await main(wordsOf(command), {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    interactive: false,
    color: false,
    width: 80,
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

/** Files and folders that commands or their readers write. */
const written = new Set([
  ...[...commands].flatMap((command) => /(?:--out|credence init) (\S+)/.exec(command)?.[1] ?? []),
  ...allBlocks.flatMap(({ file }) => file?.split('/')[0] ?? []),
]);

const sayWhatIsWritten = (text: string): string => text.replaceAll(`${scratch}/`, '');

for (const { file, text } of allBlocks) {
  if (file === undefined) continue;
  mkdirSync(dirname(join(scratch, file)), { recursive: true });
  writeFileSync(join(scratch, file), text);
}

describe('commands in the documents', () => {
  it('there are some', () => {
    expect(commands.size).toBeGreaterThan(5);
  });

  it.each([...commands])(
    '%s',
    async (command) => {
      const { exitCode, out, err } = await outcomeOf(command);
      expect(err).not.toMatch(/^error/m);
      expect(exitCode).toBe(0);
      if (command.includes('--json')) expect(JSON.parse(out)).toHaveProperty('parameters');
      else expect(out).not.toBe('');
    },
    300_000,
  );

  it('what the README shows of the first one is what it prints', async () => {
    const block = codeBlocks('README.md').find(({ language }) => language === 'sh')!;
    const { out } = await outcomeOf(commandsOf(block.text)[0]);
    const printed = out.split('\n');
    const rows = new Map(printed.flatMap((line) => (tableRow(line) ? [tableRow(line)!] : [])));
    for (const line of block.next!.text.split('\n')) {
      const row = tableRow(line);
      if (row === undefined) {
        if (line !== '…') expect(printed).toContain(line);
        continue;
      }
      // another rounding of the density gives other draws: figures agree to a part of the sd
      const [name, figures] = row;
      expect(rows.has(name), name).toBe(true);
      for (const k of [0, 1, 2, 3, 4]) {
        expect(Math.abs(figures[k] - rows.get(name)![k])).toBeLessThan(0.3 * figures[1]);
      }
    }
  });
});

describe('docs/tutorial.md', () => {
  const shown = codeBlocks('docs/tutorial.md').filter(
    ({ language, text, next }) =>
      language === 'sh' && commandsOf(text).length > 0 && next?.language === 'text',
  );

  it('shows outputs', () => expect(shown.length).toBeGreaterThan(3));

  it.each(shown)(
    '$place: what is shown is what is printed, sampled figures within their errors',
    async ({ text, next }) => {
      const ran = [];
      for (const command of commandsOf(text)) ran.push(await outcomeOf(command));
      const printed = ran.flatMap(({ out, err }) => sayWhatIsWritten(out + err).split('\n'));
      for (const line of next!.text.split('\n')) {
        if (line === '…') continue;
        const alike = printed.filter((other) => wordsAlone(other) === wordsAlone(line));
        expect(alike, `${line} is not printed`).not.toEqual([]);
        expect(
          alike.some((other) => figuresAgree(line, other)),
          `${line}\n${alike[0]}`,
        ).toBe(true);
      }
    },
    120_000,
  );
});

const figure = /-?\d+(?:\.\d+)?/g;
const wordsAlone = (line: string): string =>
  line
    .replace(figure, '')
    .replace(/[\s─]+/g, ' ')
    .trim();

/** Another rounding gives other draws: figures within their Monte Carlo errors, counts of draws by half. */
function figuresAgree(shown: string, printed: string): boolean {
  const [a, b] = [shown, printed].map((line) => [...line.matchAll(figure)].map(Number));
  return a.every((value, k) => {
    const isCount = Number.isInteger(value) && value > 500;
    return Math.abs(value - b[k]) <= 0.1 + (isCount ? 0.5 : 0.02) * Math.abs(value);
  });
}

describe('docs/model-comparison.md', () => {
  it('shows what its command prints: exact figures to the digit, sampled ones within their errors', async () => {
    const [block] = codeBlocks('docs/model-comparison.md').filter(
      ({ language }) => language === 'sh',
    );
    const { exitCode, out } = await outcomeOf(commandsOf(block.text)[0]);
    expect(exitCode).toBe(0);
    const [evidence, predictions, weights, ladder] = out.split('\n\n');
    const shown = block.next!.text.split('\n\n');
    expect(evidence).toBe(shown[0]);
    expect(ladder.trimEnd()).toBe(shown[3].trimEnd());
    for (const [printed, documented, allowed] of [
      [predictions, shown[1], 0.15],
      [weights, shown[2], 0.03],
    ] as const) {
      const [figures, expected] = [printed, documented].map((text) =>
        [...text.matchAll(/-?\d+\.\d+/g)].map(Number),
      );
      expect(figures).toHaveLength(expected.length);
      figures.forEach((figure, k) => {
        expect(Math.abs(figure - expected[k])).toBeLessThan(allowed);
      });
    }
  }, 120_000);
});

/** The name and the figures of a row of the table of a fit; other lines give nothing. */
function tableRow(line: string): [name: string, figures: number[]] | undefined {
  const match = /^(\S.*?)((?:\s{2,}-?[\d.]+){6,})$/.exec(line);
  return match === null ? undefined : [match[1], match[2].trim().split(/\s+/).map(Number)];
}
