/** What the sources can say to people: the codes of notes, warnings and refusals, and the words of notes on data. */
import { readdirSync, readFileSync } from 'node:fs';
import ts from 'typescript';
import { root } from './documents.ts';

export interface Messages {
  /** Codes of notes and warnings on results. */
  readonly notes: ReadonlySet<string>;
  /** Codes of what ends a run without a result. */
  readonly refusals: ReadonlySet<string>;
  /** What stands between the values that are filled in, of notes without a code. */
  readonly phrases: readonly string[];
}

/** Where notes are plain sentences. */
const plainNotes = ['src/binding/', 'src/api/simulate.ts'];

export function messagesOf(): Messages {
  const notes = new Set<string>();
  const refusals = new Set<string>();
  const phrases: string[] = [];
  for (const [path, file] of sources()) {
    const constants = constantsOf(file);
    const visit = (node: ts.Node): void => {
      ts.forEachChild(node, visit);
      if (ts.isObjectLiteralExpression(node)) {
        const [code, severity] = [property(node, 'code'), property(node, 'severity')];
        const isNote = severity !== undefined && textOf(severity, constants) !== 'error';
        if (code === undefined || !isNote) return;
        const text = textOf(code, constants);
        if (text !== undefined) notes.add(text);
      }
      if (ts.isNewExpression(node) && node.expression.getText() === 'InferenceError') {
        const text = node.arguments && textOf(node.arguments[0], constants);
        if (text !== undefined) refusals.add(text);
      }
      if (!ts.isCallExpression(node)) return;
      const called = node.expression.getText();
      // the short form of a file: code and message
      if (called === 'warn' && !path.startsWith('src/semantics/')) {
        const text = textOf(node.arguments[0], constants);
        if (text !== undefined) notes.add(text);
      }
      if (called === 'refused') {
        const text = textOf(node.arguments[0], constants);
        if (text !== undefined) refusals.add(text);
      }
      if (called.endsWith('notes.push') && plainNotes.some((place) => path.startsWith(place))) {
        for (const argument of node.arguments) phrases.push(...fixedParts(argument));
      }
    };
    visit(file);
  }
  return { notes, refusals, phrases };
}

function sources(): [string, ts.SourceFile][] {
  return readdirSync(new URL('src/', root), { recursive: true, encoding: 'utf8' })
    .map((name) => `src/${name.replaceAll('\\', '/')}`)
    .filter((path) => path.endsWith('.ts'))
    .sort()
    .map((path) => {
      const text = readFileSync(new URL(path, root), 'utf8');
      return [path, ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true)];
    });
}

function constantsOf(file: ts.SourceFile): ReadonlyMap<string, string> {
  const constants = new Map<string, string>();
  for (const statement of file.statements) {
    if (!ts.isVariableStatement(statement)) continue;
    for (const { name, initializer } of statement.declarationList.declarations) {
      if (initializer && ts.isStringLiteral(initializer))
        constants.set(name.getText(), initializer.text);
    }
  }
  return constants;
}

/** The value of a property, whichever way it is written; a name that stands for itself gives the name. */
function property(literal: ts.ObjectLiteralExpression, name: string): ts.Node | undefined {
  for (const one of literal.properties) {
    if (one.name?.getText() !== name) continue;
    return ts.isPropertyAssignment(one) ? one.initializer : one.name;
  }
  return undefined;
}

/** The text of a literal or of a constant of the file; a template gives its beginning and `…`. */
function textOf(node: ts.Node, constants: ReadonlyMap<string, string>): string | undefined {
  if (ts.isAsExpression(node)) return textOf(node.expression, constants);
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isTemplateExpression(node)) return `${node.head.text}…`;
  return ts.isIdentifier(node) ? constants.get(node.text) : undefined;
}

/** The parts of a sentence that are the same each time it is said. */
function fixedParts(sentence: ts.Node): string[] {
  if (ts.isStringLiteralLike(sentence)) return [sentence.text];
  if (!ts.isTemplateExpression(sentence)) return [];
  return [sentence.head.text, ...sentence.templateSpans.map(({ literal }) => literal.text)];
}
