import { type Diagnostic, DiagnosticSink } from '../../src/diagnostics/diagnostic.ts';
import { SourceFile } from '../../src/diagnostics/span.ts';
import type { Expression, Item, Statement } from '../../src/syntax/ast.ts';
import { type Parsed, parse } from '../../src/syntax/parse.ts';

export interface Read extends Parsed {
  readonly source: SourceFile;
  readonly diagnostics: readonly Diagnostic[];
}

export function read(text: string): Read {
  const source = new SourceFile('test.bayes', text);
  const sink = new DiagnosticSink();
  return { ...parse(source, sink), source, diagnostics: sink.all() };
}

const PLACES: ReadonlySet<string> = new Set(['span', 'operatorSpan', 'statement']);

/** The syntax tree of a text without the places in it. */
export function meaningOf(text: string): string {
  return JSON.stringify(read(text).model, (key, value) => (PLACES.has(key) ? undefined : value));
}

/** The codes of all diagnostics of a text. */
export function codes(text: string): string[] {
  return read(text).diagnostics.map(({ code }) => code);
}

/** The single statement of a text without mistakes. */
export function statement<Kind extends Statement['kind']>(
  text: string,
  kind: Kind,
): Extract<Statement, { kind: Kind }> {
  const { model, diagnostics } = read(text);
  if (diagnostics.length > 0) throw new Error(`${text}: ${diagnostics[0].message}`);
  const [only] = model.statements;
  if (model.statements.length !== 1 || only.kind !== kind)
    throw new Error(`${text}: ${only?.kind}`);
  return only as Extract<Statement, { kind: Kind }>;
}

/** An expression as fully parenthesised text, so that its shape can be compared. */
export function shape(e: Expression): string {
  switch (e.kind) {
    case 'number':
      return `${e.value}`;
    case 'string':
      return JSON.stringify(e.value);
    case 'boolean':
      return `${e.value}`;
    case 'name':
      return e.name;
    case 'list':
      return `[${e.elements.map(shape).join(', ')}]`;
    case 'unary':
      return `(${e.operator} ${shape(e.operand)})`;
    case 'binary':
      return `(${shape(e.left)} ${e.operator} ${shape(e.right)})`;
    case 'if':
      return `(if ${shape(e.condition)} then ${shape(e.then)} else ${shape(e.else)})`;
    case 'index':
      return `${shape(e.target)}[${e.items.map(itemShape).join(', ')}]`;
    case 'call': {
      const items = e.items ? `[${e.items.map(itemShape).join(', ')}]` : '';
      const args = e.arguments.map(({ name, value, isPrior }) =>
        name ? `${name.text} ${isPrior ? '~' : '='} ${shape(value)}` : shape(value),
      );
      return `${e.callee.text}${items}(${args.join(', ')})`;
    }
    case 'with': {
      const bindings = e.bindings.map(({ name, value }) => `${name.text} = ${shape(value)}`);
      return `(${shape(e.body)} with ${bindings.join(', ')})`;
    }
  }
}

export function itemShape(item: Item): string {
  switch (item.kind) {
    case 'all':
      return ':';
    case 'expression':
      return shape(item.value);
    case 'binder':
      return `${item.name.text} in ${item.dimension.text}`;
    case 'range-binder':
      return `${item.name.text} in ${shape(item.from)} .. ${shape(item.to)}`;
  }
}

/** The shape of an expression given as text. */
export function shapeOf(text: string): string {
  return shape(statement(`let result = ${text}`, 'let').value);
}
