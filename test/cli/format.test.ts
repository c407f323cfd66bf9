import { chmodSync, readFileSync, statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { folderOf, run } from './terminal.ts';

const UGLY =
  'dim a   dim b // two\ndata  y[ a,b ]:real\n\n\nparam m~Normal( 0,1 )\nobserve y~Normal(m,1)';
const TIDY = `dim a
dim b  // two
data y[a, b]: real

param m ~ Normal(0, 1)
observe y ~ Normal(m, 1)
`;
const at = folderOf({
  'ugly.bayes': UGLY,
  'checked.bayes': UGLY,
  'quiet.bayes': UGLY,
  'tidy.bayes': TIDY,
  'wrong.bayes': 'param a ~ Normal(0,\n',
  'meaningless.bayes': 'observe  z ~ Normal(0,1)\n',
});
const textOf = (name: string): string => readFileSync(at(name), 'utf8');

describe('credence format', () => {
  it('writes the canonical layout into the file, and keeps who may read it', async () => {
    chmodSync(at('ugly.bayes'), 0o640);
    const result = await run(['format', at('ugly.bayes'), at('tidy.bayes')]);
    expect(result).toEqual({ code: 0, out: '', err: `${at('ugly.bayes')}: formatted\n` });
    expect(textOf('ugly.bayes')).toBe(TIDY);
    expect(statSync(at('ugly.bayes')).mode & 0o777).toBe(0o640);
    expect((await run(['format', at('quiet.bayes'), '--quiet'])).err).toBe('');
  });

  it('--check writes nothing and names what is laid out otherwise', async () => {
    const result = await run(['format', '--check', at('checked.bayes'), at('tidy.bayes')]);
    const out = `${at('checked.bayes')}: is not formatted\n${at('tidy.bayes')}: is formatted\n`;
    expect(result).toEqual({ code: 1, out, err: '' });
    expect(textOf('checked.bayes')).toBe(UGLY);
    expect((await run(['format', '--check', at('tidy.bayes')])).code).toBe(0);
  });

  it('standard input goes to standard output', async () => {
    expect(await run(['format', '-'], { input: UGLY })).toEqual({ code: 0, out: TIDY, err: '' });
    const { code, out } = await run(['format', '-', '--check'], { input: UGLY });
    expect([code, out]).toEqual([1, '-: is not formatted\n']);
  });

  it('leaves a text alone that cannot be read; one that only means nothing is formatted', async () => {
    const { code, out, err } = await run(['format', at('wrong.bayes'), at('meaningless.bayes')]);
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain('error[unclosed-bracket]');
    expect(textOf('wrong.bayes')).toBe('param a ~ Normal(0,\n');
    expect(textOf('meaningless.bayes')).toBe('observe z ~ Normal(0, 1)\n');
  });

  it('gives JSON, and needs a model', async () => {
    const { code, out } = await run(['format', '--check', '--json', at('checked.bayes')]);
    expect(code).toBe(1);
    expect(JSON.parse(out)).toEqual([
      { model: at('checked.bayes'), readable: true, wasFormatted: false },
    ]);
    expect(await run(['format'])).toMatchObject({ code: 1, out: '' });
  });
});
