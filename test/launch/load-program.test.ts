/** A program whose compiled code is kept: whatever is or happens in the folder, it runs as if there were none. */
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { codeFileName, readCode, writeCode } from '../../src/launch/code-cache.ts';
import { loadProgram } from '../../src/launch/load-program.ts';

const root = mkdtempSync(join(tmpdir(), 'credence-launch-'));
afterAll(() => rmSync(root, { recursive: true }));

const file = join(root, 'sums.cjs');
const text = (term: number): string =>
  `(function (module, require, fileUrl) {
    const { sep } = require('node:path');
    module.exports = { sum: (x) => x + ${term}, fileUrl, sep };
  })`;

let base: string;
let folder: string;

beforeEach(() => {
  base = mkdtempSync(join(root, 'cache-'));
  folder = join(base, 'credence');
  vi.stubEnv('XDG_CACHE_HOME', base);
  vi.stubEnv('NODE_DISABLE_COMPILE_CACHE', undefined);
  writeFileSync(file, text(1));
});
afterEach(() => vi.unstubAllEnvs());

/** Runs the program and keeps its code. */
function run(use = 'add'): number {
  const { exports, keep } = loadProgram<{ sum(x: number): number }>(pathToFileURL(file), use);
  const sum = exports.sum(1);
  keep();
  return sum;
}

const kept = (): string[] => readdirSync(folder);
const written = (): [string, number] => {
  const [name] = kept();
  return [name, statSync(join(folder, name)).ino];
};

describe('a program', () => {
  it('gets a module, a way to load others, and its own address', () => {
    const { exports } = loadProgram<{ fileUrl: string; sep: string }>(pathToFileURL(file), 'add');
    expect(exports).toMatchObject({ fileUrl: pathToFileURL(file).href, sep: '/' });
  });

  it('writes its code once and uses it from then on', () => {
    expect(run()).toBe(2);
    const first = written();
    expect(first[0]).toMatch(/^sums-add-[0-9a-f]{8}-v\d+\.\d+\.\d+-\w+-[0-9a-f]{8}\.code$/);
    expect(run()).toBe(2);
    expect([kept().length, written()]).toEqual([1, first]);
  });

  it('keeps the code of each use', () => {
    run('add');
    run('other');
    expect(kept()).toHaveLength(2);
  });

  it('uses what lies beside it, and writes nothing then', () => {
    run();
    const [name] = written();
    const beside = join(root, name);
    writeFileSync(beside, readFileSync(join(folder, name)));
    rmSync(folder, { recursive: true });
    expect(run()).toBe(2);
    expect(readdirSync(base)).toEqual([]);
    rmSync(beside);
  });

  it('is never an older one, also where its length is the same', () => {
    expect(run()).toBe(2);
    writeFileSync(file, text(7));
    expect(run()).toBe(8);
    expect(kept()).toHaveLength(2);
  });
});

describe('kept code that cannot be used', () => {
  const damages: Readonly<Record<string, (bytes: Buffer) => Buffer>> = {
    'a changed byte': (bytes) => {
      bytes[bytes.length >> 1] ^= 16;
      return bytes;
    },
    'half of it': (bytes) => bytes.subarray(0, bytes.length >> 1),
    nothing: () => Buffer.alloc(0),
    'something else': () => Buffer.from('This is not code.'),
  };
  it.each(Object.entries(damages))('is not used and replaced: %s', (_, damage) => {
    run();
    const [name, node] = written();
    const path = join(folder, name);
    const whole = readFileSync(path);
    writeFileSync(path, damage(Buffer.from(whole)));
    expect(readCode(folder, name)).toBeUndefined();
    expect(run()).toBe(2);
    expect(readCode(folder, name)).toBeDefined();
    expect(written()[1]).not.toBe(node);
  });

  it('is replaced where V8 refuses it', () => {
    // a source that V8 has not met in this process, as it looks at no kept code otherwise
    writeFileSync(file, text(3));
    const name = codeFileName('sums', 'add', readFileSync(file));
    writeCode(folder, name, Buffer.from('not code, with its checksum'));
    expect(readCode(folder, name)).toHaveLength(27);
    expect(run()).toBe(4);
    expect(kept()).toEqual([name]);
    expect(readCode(folder, name)!.length).toBeGreaterThan(100);
  });
});

describe('where code cannot be kept', () => {
  it('a program runs all the same: a file in place of the folder', () => {
    writeFileSync(folder, '');
    expect(run()).toBe(2);
    expect(readFileSync(folder, 'utf8')).toBe('');
  });

  it('a program runs all the same, and leaves nothing: a folder in place of the file', () => {
    run();
    const [name] = written();
    rmSync(join(folder, name));
    mkdirSync(join(folder, name));
    expect(run()).toBe(2);
    expect(kept()).toEqual([name]);
  });

  it('as it is turned off, nothing is written', () => {
    vi.stubEnv('NODE_DISABLE_COMPILE_CACHE', '1');
    expect(run()).toBe(2);
    expect(readdirSync(base)).toEqual([]);
  });
});

it('code that was written a month ago is removed when other code is written', () => {
  run('add');
  const [name] = written();
  const old = new Date(Date.now() - 31 * 24 * 3600 * 1000);
  utimesSync(join(folder, name), old, old);
  run('other');
  expect(kept()).toHaveLength(1);
  expect(kept()).not.toContain(name);
});
