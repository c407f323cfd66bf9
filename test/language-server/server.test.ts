import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Client, marked, type Place } from './client.ts';

const radon = `model "Radon"
dim home
dim county
data county[home]: county
data floor[home]: binary
data y[home]: real
/// The mean of the levels.
param mu ~ Normal(0, 10)
param tau ~ HalfNormal(1)
param a[county] ~ Normal(mu, tau)
let m[i in home] = a[county[i]] + floor[i]
observe y ~ Normal(m, 1)
`;

const client = new Client(process.execPath, [
  '--import',
  'tsx',
  new URL('start.ts', import.meta.url).pathname,
  'language-server',
  '--stdio',
]);
let serial = 0;

/** A new document with the place of `|` in it. */
async function at(
  textWithPlace: string,
): Promise<{ textDocument: { uri: string }; position: Place }> {
  serial += 1;
  const uri = `file:///model${serial}.bayes`;
  const { text, position } = marked(textWithPlace);
  await client.open(uri, text);
  return { textDocument: { uri }, position };
}

beforeAll(async () => {
  const { capabilities, serverInfo } = await client.ask('initialize', {
    processId: null,
    rootUri: null,
    capabilities: {},
  });
  expect(serverInfo.name).toBe('credence');
  expect(capabilities).toMatchObject({ hoverProvider: true, documentFormattingProvider: true });
  client.tell('initialized');
}, 30_000);

afterAll(async () => {
  await client.ask('shutdown');
  client.tell('exit');
  expect(await client.exited).toBe(0);
  expect(client.errors).toBe('');
});

describe('diagnostics', () => {
  it('come as one types, with code, place and what to do', async () => {
    const uri = 'file:///typed.bayes';
    expect(await client.open(uri, radon)).toEqual([]);
    const found = client.next(
      ({ method, params }) => method === 'textDocument/publishDiagnostics' && params.version === 2,
    );
    const range = { start: { line: 11, character: 12 }, end: { line: 11, character: 18 } };
    client.tell('textDocument/didChange', {
      textDocument: { uri, version: 2 },
      contentChanges: [{ range, text: 'Nromal' }],
    });
    expect((await found).params.diagnostics).toMatchObject([
      {
        code: 'unknown-distribution',
        severity: 1,
        source: 'credence',
        message: expect.stringContaining('did you mean `Normal`?'),
        range,
      },
    ]);
    const cleared = client.next(
      ({ method, params }) => method === 'textDocument/publishDiagnostics' && params.uri === uri,
    );
    client.tell('textDocument/didClose', { textDocument: { uri } });
    expect((await cleared).params.diagnostics).toEqual([]);
  });

  it('warnings are warnings', async () => {
    const [warning] = await client.open('file:///warned.bayes', 'param m ~ Normal(0, 1)');
    expect(warning).toMatchObject({ code: 'nothing-observed', severity: 2 });
  });
});

describe('completion offers what the place allows', () => {
  const labels = async (text: string): Promise<string[]> => {
    const items = await client.ask('textDocument/completion', await at(text));
    return items.map(({ label }: { label: string }) => label);
  };
  const head = 'dim home\ndim county = 3\ndata y[home]: real\nparam mu ~ Normal(0, 1)\n';

  it.each<[string, string[], string[]]>([
    ['', ['param', 'observe', 'network'], ['Normal', 'exp', 'mu']],
    ['pa|', ['param'], ['Normal']],
    ['param b ~ |', ['Normal', 'mixture', 'MultiNormal', 'if'], ['mu', 'exp', 'home', 'param']],
    ['param b ~ Nor|', ['Normal'], ['mu']],
    ['param b: |', ['positive', 'simplex'], ['home', 'mu', 'Normal']],
    ['data x[home]: |', ['positive', 'county'], ['simplex', 'mu']],
    ['param b[|', ['home', 'county'], ['mu', 'exp', 'Normal']],
    ['let s = sum[i in |', ['home', 'county'], ['mu']],
    ['let s = sum[|', ['home'], ['mu', 'exp']],
    ['let s = size(|', ['home'], ['mu']],
    ['param b ~ Normal(|', ['mu', 'y', 'exp', 'mean =', 'sd =', 'pi'], ['Normal', 'home', 'param']],
    ['param b ~ truncate(|', ['Normal', 'lower ='], ['home']],
    ['let m[i in home] = y[|', ['i', 'mu', 'y'], ['home', 'Normal']],
    ['fun f(u, v) = |', ['u', 'v', 'exp'], ['mu', 'y']],
    ['observe |', ['y', 'log'], ['Normal', 'home']],
    ['observe y ~ Normal(mu, 1) |', ['where', 'with'], ['mu', 'Normal', 'exp']],
    ['network f(|', ['home'], ['mu']],
    ['network f(home) {\n  |', ['dense', 'residual', 'weights'], ['mu', 'Normal']],
    ['network f(home) {\n  dense(4, activation = |', ['relu', 'tanh'], ['Normal']],
    ['let z = mu + | // later', ['mu', 'exp'], ['Normal']],
    ['// a |', [], ['mu', 'param']],
    ['data x[home]: real from "|"', [], ['mu', 'home']],
    ['param |', [], ['mu', 'Normal', 'exp']],
    ['param b: real(|', ['lower =', 'upper =', 'mu'], ['Normal']],
    ['param b ~ if y > 1 then |', ['Normal', 'mixture'], ['mu', 'exp']],
    ['observe y ~ mixture([0.5, 0.5], [|', ['Normal'], ['mu', 'exp']],
    ['let z = mu |', ['with', 'and'], ['in', 'then']],
    ['let z = mu with |', [], ['mu', 'exp']],
    ['fun f(|', [], ['exp', 'mu']],
    ['let z = ode(f, 1, 0, 1, |', ['method =', 'rtol =', 'mu'], ['Normal']],
    ['let z = ode(f, 1, 0, 1, method = |', ['bdf', 'rk45'], ['mu', 'exp']],
    ['network f(home) { dense(4, bias = |', ['true', 'false'], ['relu', 'mu']],
    ['network f(home) { conv2d(4, padding = |', ['same', 'valid'], ['relu', 'mu']],
    ['network f(home) { dropout(|', ['rate ='], ['activation =', 'weights', 'home']],
    ['network f(home) { weights ~ Normal(0, |', ['fan_in', 'sd =', 'mu'], ['relu =', 'home']],
  ])('%s', async (text, offered, withheld) => {
    const found = await labels(head + (text.includes('|') ? text : `${text}|`));
    expect(offered.filter((label) => !found.includes(label))).toEqual([]);
    expect(withheld.filter((label) => found.includes(label))).toEqual([]);
  });

  it('offers no values that are declared below, and replaces what is written', async () => {
    const items = await client.ask(
      'textDocument/completion',
      await at(
        'data y: real\nlet z = y + l|\nparam late ~ Normal(0, 1)\nobserve y ~ Normal(late, 1)',
      ),
    );
    const found = new Map(items.map((item: { label: string }) => [item.label, item]));
    expect(found.has('late')).toBe(false);
    expect(found.get('log')).toMatchObject({
      detail: 'log(x)',
      textEdit: {
        newText: 'log',
        range: { start: { line: 1, character: 12 }, end: { line: 1, character: 13 } },
      },
    });
    expect(found.get('y')).toMatchObject({ detail: 'data y: a real number' });
  });
});

describe('hover', () => {
  const hover = async (text: string): Promise<string | undefined> =>
    (await client.ask('textDocument/hover', await at(text)))?.contents.value;

  it.each<[string, string, string[]]>([
    ['a parameter', 'Normal(m|u, tau)', ['param mu ~ Normal(0, 10)', 'The mean of the levels.']],
    ['its range', 'mu, t|au)', ['`tau`: one number, a real number above 0.']],
    ['inferred dimensions', 'Normal(m|, 1)', ['let m[i in home]', '`m`: [home], a real number']],
    ['an index', 'a[coun|ty[i]]', ['[home], an index into `county`']],
    ['a dimension', 'a[count|y] ~', ['dim county', 'from the data']],
    ['an index variable', 'floor[|i]', ['`i` walks over the members of `home`']],
    ['a distribution', 'Half|Normal', ['HalfNormal(sd)', 'a positive number', 'Its values']],
    ['a type', 'floor[home]: bi|nary', ['0 or 1']],
    ['a statement', 'obse|rve', ['observe y ~ Normal(theta, sigma)']],
    ['a word that joins', 'let m[i i|n home]', ['[i in home]', 'walks over the members']],
  ])('%s', async (_, place, expected) => {
    const text = radon.replace(place.replace('|', ''), place);
    expect(text).not.toBe(radon);
    const shown = await hover(text);
    for (const part of expected) expect(shown).toContain(part);
  });

  it('settings and words that mean something only in their place', async () => {
    const text = `dim k
data c[k]: k by label
fun f(t, z) = z
let name = ode(f, 1, 0, 1, method = bdf)
network g(k) { dense(3, bias = false, weights ~ Normal(0, 1 / fan_in)) }
`;
    const found = async (place: string) => hover(text.replace(place.replace('|', ''), place));
    expect(await found('by la|bel')).toContain('labels of the dimension');
    expect(await found('|bdf')).toContain('method = bdf');
    expect(await found('bi|as = false')).toContain('has a bias');
    expect(await found('wei|ghts')).toContain('The prior of the weights');
    expect(await found('fan|_in')).toContain('add up in one output');
    expect(await found('let na|me')).toContain('let name = ode');
  });

  it('functions of the language and of the model, also where the model has errors', async () => {
    const text = 'fun twice(x) = 2 * x\nparam a ~ Nrm(0, 1)\nlet b = twice(log1p(a))\n';
    expect(await hover(text.replace('log1p', 'lo|g1p'))).toContain('accurate near 0');
    expect(await hover(text.replace('= twice', '= tw|ice'))).toContain('fun twice(x) = 2 * x');
    expect(await hover(`${text}\n|`)).toBeUndefined();
  });
});

describe('definitions and references', () => {
  it('a value and a dimension of one name are told apart', async () => {
    const value = await at(radon.replace('a[county[i]]', 'a[cou|nty[i]]'));
    const { range } = await client.ask('textDocument/definition', value);
    expect(range.start).toEqual({ line: 3, character: 5 });
    const dimension = await at(radon.replace('a[county] ~', 'a[cou|nty] ~'));
    const declared = await client.ask('textDocument/definition', dimension);
    expect(declared.range.start).toEqual({ line: 2, character: 4 });
    const places = await client.ask('textDocument/references', {
      ...dimension,
      context: { includeDeclaration: true },
    });
    expect(places.map((place: { range: { start: Place } }) => place.range.start.line)).toEqual([
      2, 3, 9,
    ]);
  });

  it('names of the language have none', async () => {
    const place = await at(radon.replace('Normal(m,', 'Nor|mal(m,'));
    expect(await client.ask('textDocument/definition', place)).toBeNull();
  });

  it('an outline', async () => {
    const { textDocument } = await at(`${radon}|`);
    const symbols = await client.ask('textDocument/documentSymbol', { textDocument });
    expect(symbols.map(({ name }: { name: string }) => name)).toEqual(
      'home county county floor y mu tau a m'.split(' '),
    );
  });
});

describe('renaming', () => {
  const rename = async (text: string, newName: string) => {
    const place = await at(text);
    const { result, error } = await client.request('textDocument/rename', { ...place, newName });
    if (error !== undefined) return error.message;
    const { text: plain } = marked(text);
    const lines = plain.split('\n');
    const edits = result.changes[place.textDocument.uri] as {
      range: { start: Place; end: Place };
      newText: string;
    }[];
    for (const { range, newText } of edits.toReversed()) {
      const line = lines[range.start.line]!;
      lines[range.start.line] =
        line.slice(0, range.start.character) + newText + line.slice(range.end.character);
    }
    return lines.join('\n');
  };

  it('changes every place of a name and nothing else', async () => {
    const renamed = await rename(radon.replace('param mu', 'param m|u'), 'level');
    expect(renamed).toBe(radon.replace('param mu', 'param level').replace('(mu,', '(level,'));
    const dimension = await rename(radon.replace('dim county', 'dim cou|nty'), 'region');
    expect(dimension).toBe(
      radon
        .replace('dim county', 'dim region')
        .replace(': county', ': region')
        .replace('a[county] ', 'a[region] '),
    );
  });

  it('index variables, functions and names after with, each in its statement', async () => {
    const text = `dim d
fun f(x) = x^2 + u with u = x
data y[d]: real
let a[i in d] = f(y[i])
let b[i in d] = y[i]
factor sum(a) + sum(b)
`;
    expect(await rename(text.replace('f(y[i])', 'f(y[i|])'), 'k')).toBe(
      text.replace('a[i in d] = f(y[i])', 'a[k in d] = f(y[k])'),
    );
    expect(await rename(text.replace('fun f', 'fun f|'), 'g')).toBe(
      text.replace('fun f', 'fun g').replace('= f(', '= g('),
    );
    expect(await rename(text.replace('+ u', '+ u|'), 'v')).toBe(text.replaceAll('u ', 'v '));
  });

  it.each([
    ['a name in use', radon.replace('param mu', 'param m|u'), 'tau', 'uses `tau` already'],
    ['a captured one', radon.replace('param mu', 'param m|u'), 'i', 'uses `i` already'],
    ['no name', radon.replace('param mu', 'param m|u'), '2x', 'is not a name'],
    ['a word of the language', radon.replace('param mu', 'param m|u'), 'then', 'is not a name'],
    ['a name of the language', radon.replace('HalfN', 'Half|N'), 'x', 'that the model declares'],
    ['a broken text', `${radon.replace('param mu', 'param m|u')}let q = (`, 'x', 'cannot be read'],
  ])('refuses %s', async (_, text, newName, message) => {
    expect(await rename(text, newName)).toContain(message);
  });
});

describe('formatting', () => {
  it('is that of credence format; a text that cannot be read stays', async () => {
    const options = { tabSize: 2, insertSpaces: true };
    const format = async (text: string) => {
      const { textDocument } = await at(`${text}|`);
      return client.ask('textDocument/formatting', { textDocument, options });
    };
    const [edit] = await format('param   m~Normal(0,1)');
    expect(edit.newText).toBe('param m ~ Normal(0, 1)\n');
    expect(await format('param m ~ Normal(0, 1)\n')).toEqual([]);
    const [lines] = await format('param   m~Normal(0,1)\r\nfactor m');
    expect(lines.newText).toBe('param m ~ Normal(0, 1)\r\nfactor m\r\n');
    expect(await format(lines.newText)).toEqual([]);
    expect(await format('param m ~ (')).toBeNull();
  });
});
