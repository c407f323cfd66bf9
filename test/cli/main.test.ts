import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { version } from '../../src/version.ts';
import { files } from './files.ts';
import { folderOf, run } from './terminal.ts';

const at = folderOf(files);

describe('the command itself', () => {
  it('explains itself', async () => {
    for (const words of [['--help'], ['-h'], ['help']]) {
      const { code, out, err } = await run(words);
      expect([code, err]).toEqual([0, '']);
      for (const verb of ['check', 'fit', 'inspect']) expect(out).toContain(`credence ${verb} `);
      expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    }
    expect((await run([])).code).toBe(1);
    expect(await run(['--version'])).toEqual({ code: 0, out: `credence ${version}\n`, err: '' });
  });

  it.each(['check', 'fit', 'inspect'])(
    'explains %s with an example, in 80 columns',
    async (verb) => {
      const { code, out } = await run([verb, '--help']);
      expect((await run(['help', verb])).out).toBe(out);
      expect(code).toBe(0);
      expect(out).toMatch(new RegExp(`^credence ${verb} MODEL`));
      expect(out).toContain(`Example: credence ${verb} models/`);
      expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    },
  );

  it('documents are not to be had as JSON', async () => {
    for (const verb of ['report', 'plot', 'export', 'language-server'])
      expect((await run([verb, '--json'])).err).toContain('there is no option --json');
  });

  it.each([
    ['chekc', 'there is no command `chekc`; did you mean check?'],
    ['--verison', 'did you mean --version?'],
    ['acquire', 'acquire needs one fit'],
    ['report', 'report needs a saved fit'],
    ['constructor', 'there is no command `constructor`'],
  ])('%s', async (word, message) => {
    const { code, out, err } = await run([word]);
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain(message);
  });
});

describe('mistakes of the person at the keyboard end in one message and exit code 1', () => {
  const fitWith = (...words: string[]) => [
    'fit',
    at('mean.bayes'),
    '--data',
    at('y.json'),
    ...words,
  ];
  const viInBatches = (batch: string) => fitWith('--method', 'vi', '--batch', batch);
  const withData = (name: string) => ['fit', at('mean.bayes'), '--data', at(name)];
  it.each<[string, string[], string]>([
    ['no model', ['fit'], 'fit needs a model'],
    ['no model to check', ['check'], 'check needs a model'],
    ['two models', fitWith(at('mean.bayes')), 'fit takes one model'],
    ['a missing model', ['check', at('none.bayes')], 'there is no such file'],
    ['a folder', ['check', at('.')], 'is a folder, not a file'],
    ['a file below a file', ['check', at('y.json/model.bayes')], 'there is no such file'],
    ['a binary model', ['check', at('binary.bayes')], 'is not a text in UTF-8'],
    ['an empty model', ['fit', at('empty.bayes')], 'the model has no statements'],
    ['a wrong model', ['fit', at('wrong.bayes')], 'did you mean'],
    ['no data', ['fit', at('mean.bayes')], 'the model needs data: y; give them by --data FILE'],
    ['missing data', withData('none.csv'), 'there is no such file'],
    [
      'a folder of data',
      withData('.'),
      'data files end in .json, .csv, .tsv, .npz or .arrow (save',
    ],
    ['empty CSV', withData('empty.csv'), 'empty'],
    ['empty JSON', withData('empty.json'), 'empty'],
    ['broken JSON', withData('broken.json'), 'broken.json:1:12'],
    ['JSON of no names', withData('null.json'), 'an object with a value for each name'],
    ['a column twice', withData('twice.csv'), 'both named `y`'],
    ['a short row', withData('ragged.csv'), 'line 3'],
    ['text among numbers', withData('text.csv'), 'row 2 (line 3)'],
    ['a number beyond all', withData('huge.csv'), 'finite'],
    ['another encoding', withData('latin1.csv'), 'is not a text in UTF-8'],
    ['UTF-16 with its mark is read', withData('utf16.csv'), 'what the model does not use: `x`'],
    ['an unknown ending', withData('y.xlsx'), 'data files end in'],
    ['a text as .npz', withData('y.npz'), 'is not a file of NumPy arrays'],
    ['a text as .arrow', withData('y.arrow'), 'is not a table of Apache Arrow'],
    ['a misspelt option', fitWith('--drwas', '3'), 'did you mean --draws?'],
    ['a batch without size', fitWith('--batch', 'obs'), '--batch takes DIM=SIZE'],
    ['a batch of nothing', fitWith('--batch', 'obs=0'), 'a whole number from 1'],
    ['batches without vi', fitWith('--batch', 'obs=1'), 'choose the method vi with it'],
    ['batches of nuts', fitWith('--method', 'nuts', '--batch', 'obs=1'), 'not of nuts'],
    [
      'a misspelt dimension',
      viInBatches('obss=1'),
      'the model has no dimension obss; did you mean obs?',
    ],
    ['too large a batch', viInBatches('obs=50'), 'so a batch of 50 leaves no second one'],
    ['an option without value', fitWith('--seed'), '--seed needs a value: --seed S'],
    ['an option before another', fitWith('--seed', '--json'), '--seed needs a value'],
    ['a value for a flag', fitWith('--json=1'), '--json takes no value'],
    ['a short option', fitWith('-q'), 'there is no option -q'],
    ['a misspelt method', fitWith('--method', 'lapalce'), 'did you mean laplace?'],
    ['a misspelt engine', fitWith('--engine', 'tfsj'), 'did you mean tfjs?'],
    ['a backend alone', fitWith('--backend', 'cpu'), 'a backend goes with the engine tfjs'],
    ['no draws', fitWith('--draws', '0'), '--draws takes a whole number from 1, not `0`'],
    ['draws in words', fitWith('--draws', 'many'), 'not `many`'],
    ['too many draws', fitWith('--draws', '1000000000000'), 'do not fit into memory'],
    [
      'no share',
      fitWith('--target-acceptance', '95'),
      '--target-acceptance takes a number between 0 and 1, not `95`',
    ],
    ['a seed with decimals', fitWith('--seed', '1.5'), '--seed takes a whole number'],
    ['a huge seed', fitWith('--seed', '99999999999999999999'), '--seed takes a whole number'],
    ['a setting without value', fitWith('--set', 'scale'), '--set takes name=value, not `scale`'],
    ['a setting of the wrong kind', fitWith('--set', 'scale=abc'), 'abc'],
    ['an infinite setting', fitWith('--set', 'scale=inf'), 'infinite'],
    ['a setting out of range', fitWith('--set', 'scale=-1'), 'positive'],
    ['a misspelt form', fitWith('--form', 'm=centered'), 'did you mean centred?'],
    ['a form of nothing', fitWith('--form', 'mm=centred'), 'did you mean m?'],
    ['a form that is none', fitWith('--form', 'm=non-centred'), 'm has no non-centred form'],
    ['nothing to fit', ['fit', at('no-parameters.bayes'), '--data', at('y.json')], 'no parameters'],
    ['a huge model', ['fit', at('huge.bayes')], '`a` has 1000000000 elements'],
  ])('%s', async (_, words, message) => {
    for (const extra of [[], ['--json']]) {
      const { code, out, err } = await run([...words, ...extra]);
      expect(err).toContain(message);
      expect(err).not.toMatch(/\n\s+at /);
      expect([code, out]).toEqual([1, '']);
    }
  });
});

describe('check', () => {
  it('names what is valid, on standard output', async () => {
    const { code, out, err } = await run(['check', at('mean.bayes'), at('schools.bayes')]);
    expect([code, err]).toEqual([0, '']);
    expect(out.split('\n').filter((line) => line.endsWith(': the model is valid'))).toHaveLength(2);
  });

  it('shows every error of every model, and fails', async () => {
    const { code, out, err } = await run(['check', at('wrong.bayes'), at('mean.bayes')]);
    expect(code).toBe(1);
    expect(out).toBe(`${at('mean.bayes')}: the model is valid\n`);
    expect(err).toContain('wrong.bayes:1:11');
    expect(err).toContain('wrong.bayes:2:9');
    expect(err.endsWith('\n')).toBe(true);
  });

  it('shows warnings of a valid model', async () => {
    const { code, out, err } = await run(['check', at('prior.bayes')]);
    expect(code).toBe(0);
    expect(out).toContain('the model is valid');
    expect(err).toMatch(/^warning\[nothing-observed\]/);
  });

  it('gives JSON with places', async () => {
    const { code, out, err } = await run(['check', at('wrong.bayes'), '--json']);
    expect([code, err]).toEqual([1, '']);
    const [{ model, valid, diagnostics }] = JSON.parse(out);
    expect([model, valid]).toEqual([at('wrong.bayes'), false]);
    expect(diagnostics[0]).toMatchObject({
      code: 'unknown-distribution',
      severity: 'error',
      start: { line: 1, column: 11 },
      end: { line: 1, column: 16 },
    });
  });

  it('reads standard input, and colours when asked', async () => {
    const { err } = await run(['check', '-'], { input: files['wrong.bayes'], color: true });
    expect(err).toContain('\u001b[');
    const plain = await run(['check', '-'], { input: files['wrong.bayes'] });
    expect(plain.err).not.toContain('\u001b[');
  });
});

describe('inspect', () => {
  it('shows dimensions, priors and ranges without data', async () => {
    const { code, out } = await run(['inspect', at('schools.bayes')]);
    expect(code).toBe(0);
    expect(out).toMatch(/^school +from data$/m);
    expect(out).toMatch(/^tau +HalfCauchy\(5\) +above 0$/m);
    expect(out).toContain('outputs: y_new');
    expect(out).toContain('with --data also');
  });

  it('shows without data the sizes and members that the model gives', async () => {
    const input =
      'dim day = ["mon", "tue"]\ndim obs\ndata x[obs]: real\ndata d[obs]: day\nparam m[day] ~ Normal(0, 1)\nnetwork f() { dense(3) dense(1) weights ~ Normal(0, 1) biases ~ Normal(0, 1) }\nobserve x ~ Normal(m[d] + f(x), 1)\n';
    const { code, out } = await run(['inspect', '-'], { input });
    expect(code).toBe(0);
    expect(out).toMatch(/^day +2 {2}mon, tue$/m);
    expect(out).toMatch(/^f\.layer1 +3$/m);
    expect(out).toMatch(/^obs +from data$/m);
  });

  it('shows sizes, forms, the graph and the engine with data, in 80 columns', async () => {
    const words = ['inspect', at('schools.bayes'), '--data', at('schools.csv')];
    const { out, err } = await run(words);
    expect(err).toBe('');
    expect(out).toMatch(/^school +4 {2}A school/m);
    expect(out).toMatch(/^theta\[school\] +Normal\(mu, tau\) +non-centred +4$/m);
    expect(out).toMatch(
      /6 unconstrained coordinates;.*engine:\swasm,\sa\smodule\sof\s[\d.]+\sKB;\s[\d.]+\sµs\sper\sgradient/s,
    );
    expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    const centred = await run([...words, '--form', 'theta=centred', '--json']);
    const facts = JSON.parse(centred.out);
    const { parameters, unconstrainedDimension, dimensions } = facts;
    expect(facts).toMatchObject({ engine: 'wasm', moduleBytes: expect.any(Number) });
    // more than the header of a module
    expect(facts.moduleBytes).toBeGreaterThan(8);
    expect(facts.microsecondsPerGradient).toBeGreaterThan(0);
    expect(facts.graph.nodesSimplified).toBeLessThan(facts.graph.nodes);
    expect(parameters[2]).toMatchObject({ name: 'theta', form: 'centred', coordinates: 4 });
    expect([unconstrainedDimension, dimensions[0].size]).toEqual([6, 4]);
  });

  it('draws the model as a plate diagram, into a file where one is named', async () => {
    const { code, out, err } = await run(['inspect', at('schools.bayes'), '--graph']);
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/^<svg .*>school<.*<\/svg>\n$/s);
    const written = await run(['inspect', at('schools.bayes'), '--graph', '--out', at('s.svg')]);
    expect(written).toEqual({ code: 0, out: `${at('s.svg')}\n`, err: '' });
    expect(readFileSync(at('s.svg'), 'utf8')).toBe(out);
    const { arrows } = JSON.parse(
      (await run(['inspect', at('schools.bayes'), '--graph', '--json'])).out,
    );
    expect(arrows).toContainEqual({ from: 'tau', to: 'theta' });
    const nowhere = await run(['inspect', at('schools.bayes'), '--graph', '--out', at('no/s.svg')]);
    expect([nowhere.code, nowhere.out]).toEqual([1, '']);
    expect(nowhere.err).toContain('cannot be written');
    const alone = await run(['inspect', at('schools.bayes'), '--out', at('s.svg')]);
    expect([alone.code, alone.out]).toEqual([1, '']);
    expect(alone.err).toContain('--graph');
  });

  it('names improper and truncated priors', async () => {
    const input = 'param a: real(upper = 3) ~ Flat()\nparam b: positive ~ Normal(a, 1)\n';
    const { out } = await run(['inspect', '-', '--quiet'], { input });
    expect(out).toMatch(/^a +Flat\(\) \(improper\) +below 3 /m);
    expect(out).toMatch(/^b +Normal\(a, 1\) \(truncated\) +above 0 /m);
  });
});
