import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import ts from 'typescript';

const root = new URL('../../', import.meta.url);

export interface Import {
  /** As written: `../graph/node.ts`, `chevrotain`. */
  readonly specifier: string;
  /** From the project's folder, for files of the project. */
  readonly path?: string;
  /** `import type …`: gone when the program runs. */
  readonly typeOnly: boolean;
}

export interface SourceText {
  /** From the project's folder, with forward slashes. */
  readonly path: string;
  readonly imports: readonly Import[];
  /** Names that are used and not declared in the file, nor members of something. */
  readonly freeNames: ReadonlySet<string>;
}

/** Every TypeScript file of a folder, with what it imports. */
export function sourceFiles(folder: string): SourceText[] {
  return readdirSync(new URL(`${folder}/`, root), { recursive: true, encoding: 'utf8' })
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
    .filter((path) => path.endsWith('.ts'))
    .sort()
    .map((path) => describeText(path, readFileSync(new URL(path, root), 'utf8')));
}

/** What a text imports and uses. */
export function describeText(path: string, text: string): SourceText {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);
  const types = new Set(file.statements.filter(isTypeImport).map(specifierOf));
  const values = new Set(file.statements.filter((s) => !isTypeImport(s)).map(specifierOf));
  const imports = ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => ({
    specifier: fileName,
    typeOnly: types.has(fileName) && !values.has(fileName),
    ...(fileName.startsWith('.') && { path: posix.join(posix.dirname(path), fileName) }),
  }));
  return { path, imports, freeNames: freeNames(file) };
}

function isTypeImport(statement: ts.Statement): boolean {
  return ts.isImportDeclaration(statement)
    ? statement.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword
    : ts.isExportDeclaration(statement) && statement.isTypeOnly;
}

function specifierOf(statement: ts.Statement): string | undefined {
  const isImport = ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement);
  const specifier = isImport ? statement.moduleSpecifier : undefined;
  return specifier && ts.isStringLiteral(specifier) ? specifier.text : undefined;
}

function freeNames(file: ts.SourceFile): ReadonlySet<string> {
  const used = new Set<string>();
  const declared = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) {
      const { parent } = node;
      const isMember =
        (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
        ((ts.isPropertyAssignment(parent) ||
          ts.isPropertySignature(parent) ||
          ts.isPropertyDeclaration(parent) ||
          ts.isMethodDeclaration(parent) ||
          ts.isMethodSignature(parent)) &&
          parent.name === node);
      const isDeclaration =
        (ts.isVariableDeclaration(parent) ||
          ts.isParameter(parent) ||
          ts.isBindingElement(parent) ||
          ts.isFunctionDeclaration(parent) ||
          ts.isImportSpecifier(parent)) &&
        parent.name === node;
      if (isDeclaration) declared.add(node.text);
      else if (!isMember) used.add(node.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return new Set([...used].filter((name) => !declared.has(name)));
}
