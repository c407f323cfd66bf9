/** The language server: what editors ask of a model, by the Language Server Protocol. */
import {
  CompletionItemKind,
  type Connection,
  createConnection,
  DiagnosticSeverity,
  ErrorCodes,
  type InitializeResult,
  MarkupKind,
  ProposedFeatures,
  type Diagnostic as ProtocolDiagnostic,
  type Range,
  ResponseError,
  SymbolKind,
  TextDocumentSyncKind,
  TextDocuments,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Diagnostic, Severity } from '../diagnostics/diagnostic.ts';
import { DiagnosticSink } from '../diagnostics/diagnostic.ts';
import { SourceFile, type Span } from '../diagnostics/span.ts';
import { format } from '../syntax/format/format.ts';
import { version } from '../version.ts';
import { type Analysis, analyseText } from './analysis.ts';
import { type Candidate, complete } from './completion.ts';
import { hoverAt } from './hover.ts';
import { occurrenceAt, sameName } from './occurrences.ts';
import { RenameError, renamed } from './rename.ts';

const capabilities: InitializeResult = {
  serverInfo: { name: 'credence', version },
  capabilities: {
    textDocumentSync: TextDocumentSyncKind.Incremental,
    completionProvider: { triggerCharacters: ['~', ':', '[', '(', ' '] },
    hoverProvider: true,
    definitionProvider: true,
    referencesProvider: true,
    documentSymbolProvider: true,
    renameProvider: { prepareProvider: true },
    documentFormattingProvider: true,
  },
};

/** Serves one editor on two streams until it says `exit` or closes them. */
export function serve(input: NodeJS.ReadableStream, output: NodeJS.WritableStream): Connection {
  const connection = createConnection(ProposedFeatures.all, input, output);
  const documents = new TextDocuments(TextDocument);
  const analyses = new WeakMap<TextDocument, { version: number; analysis: Analysis }>();

  const analysisOf = (document: TextDocument): Analysis => {
    const known = analyses.get(document);
    if (known?.version === document.version) return known.analysis;
    const analysis = analyseText(document.uri, document.getText());
    analyses.set(document, { version: document.version, analysis });
    return analysis;
  };
  const open = ({ uri }: { readonly uri: string }) => {
    const document = documents.get(uri);
    if (document === undefined) return undefined;
    const range = ({ start, end }: Span): Range => ({
      start: document.positionAt(start),
      end: document.positionAt(end),
    });
    return { document, analysis: analysisOf(document), range };
  };

  connection.onInitialize(() => capabilities);

  documents.onDidChangeContent(({ document }) => {
    const { diagnostics } = analysisOf(document);
    const shown = diagnostics.map((diagnostic) => protocolDiagnostic(diagnostic, document));
    void connection.sendDiagnostics({
      uri: document.uri,
      version: document.version,
      diagnostics: shown,
    });
  });
  documents.onDidClose(({ document: { uri } }) => {
    void connection.sendDiagnostics({ uri, diagnostics: [] });
  });

  connection.onCompletion(({ textDocument, position }) => {
    const found = open(textDocument);
    if (found === undefined) return [];
    const { document, analysis, range } = found;
    const offset = document.offsetAt(position);
    const { start, candidates } = complete(analysis, offset);
    return candidates.map(({ label, kind, detail, documentation, insert }) => ({
      label,
      kind: itemKinds[kind],
      ...(detail !== undefined && { detail }),
      ...(documentation !== undefined && {
        documentation: { kind: MarkupKind.Markdown, value: documentation },
      }),
      textEdit: { range: range({ start, end: offset }), newText: insert ?? label },
    }));
  });

  connection.onHover(({ textDocument, position }) => {
    const found = open(textDocument);
    const hover = found && hoverAt(found.analysis, found.document.offsetAt(position));
    if (hover === undefined) return null;
    return {
      contents: { kind: MarkupKind.Markdown, value: hover.text },
      range: found!.range(hover.span),
    };
  });

  connection.onDefinition(({ textDocument, position }) => {
    const found = open(textDocument);
    if (found === undefined) return null;
    const { document, analysis, range } = found;
    const { declaration } = occurrenceAt(analysis.occurrences, document.offsetAt(position)) ?? {};
    return declaration === undefined ? null : { uri: document.uri, range: range(declaration) };
  });

  connection.onReferences(({ textDocument, position, context }) => {
    const found = open(textDocument);
    if (found === undefined) return [];
    const { document, analysis, range } = found;
    const one = occurrenceAt(analysis.occurrences, document.offsetAt(position));
    if (one === undefined) return [];
    return sameName(analysis.occurrences, one)
      .filter(({ span }) => context.includeDeclaration || span.start !== one.declaration!.start)
      .map(({ span }) => ({ uri: document.uri, range: range(span) }));
  });

  connection.onDocumentSymbol(({ textDocument }) => {
    const found = open(textDocument);
    if (found === undefined) return [];
    const { analysis, range } = found;
    return analysis.model.statements.flatMap((statement) =>
      'name' in statement
        ? [
            {
              name: statement.name.text,
              detail: statement.kind,
              kind: symbolKinds[statement.kind],
              range: range(statement.span),
              selectionRange: range(statement.name.span),
            },
          ]
        : [],
    );
  });

  connection.onPrepareRename(({ textDocument, position }) => {
    const found = open(textDocument);
    if (found === undefined) return null;
    const { document, analysis, range } = found;
    const one = occurrenceAt(analysis.occurrences, document.offsetAt(position));
    return one?.declaration === undefined
      ? null
      : { range: range(one.span), placeholder: one.name };
  });

  connection.onRenameRequest(({ textDocument, position, newName }) => {
    const found = open(textDocument);
    if (found === undefined) return null;
    const { document, analysis, range } = found;
    try {
      const spans = renamed(analysis, document.offsetAt(position), newName);
      const edits = spans.map((span) => ({ range: range(span), newText: newName }));
      return { changes: { [document.uri]: edits } };
    } catch (error) {
      if (!(error instanceof RenameError)) throw error;
      return new ResponseError(ErrorCodes.InvalidParams, error.message);
    }
  });

  connection.onDocumentFormatting(({ textDocument }) => {
    const found = open(textDocument);
    if (found === undefined) return null;
    const { document, range } = found;
    const text = document.getText();
    const laidOut = format(new SourceFile(document.uri, text), new DiagnosticSink());
    if (laidOut === undefined) return null;
    // editors keep the line ends of a document
    const formatted = text.includes('\r\n') ? laidOut.replaceAll('\n', '\r\n') : laidOut;
    return formatted === text
      ? []
      : [{ range: range({ start: 0, end: text.length }), newText: formatted }];
  });

  documents.listen(connection);
  connection.listen();
  return connection;
}

const severities: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  note: DiagnosticSeverity.Information,
};

const itemKinds: Readonly<Record<Candidate['kind'], CompletionItemKind>> = {
  statement: CompletionItemKind.Keyword,
  word: CompletionItemKind.Keyword,
  distribution: CompletionItemKind.Class,
  combinator: CompletionItemKind.Class,
  function: CompletionItemKind.Function,
  reduction: CompletionItemKind.Function,
  type: CompletionItemKind.TypeParameter,
  constraint: CompletionItemKind.TypeParameter,
  constant: CompletionItemKind.Constant,
  layer: CompletionItemKind.Module,
  value: CompletionItemKind.Variable,
  local: CompletionItemKind.Variable,
  dimension: CompletionItemKind.Enum,
  argument: CompletionItemKind.Property,
};

const symbolKinds = {
  dim: SymbolKind.Enum,
  data: SymbolKind.Constant,
  param: SymbolKind.Variable,
  let: SymbolKind.Variable,
  output: SymbolKind.Field,
  fun: SymbolKind.Function,
  network: SymbolKind.Module,
} as const;

function protocolDiagnostic(
  { code, severity, message, span, hint, related = [] }: Diagnostic,
  document: TextDocument,
): ProtocolDiagnostic {
  const range = ({ start, end }: Span): Range => ({
    start: document.positionAt(start),
    end: document.positionAt(end),
  });
  return {
    range: range(span),
    severity: severities[severity],
    code,
    source: 'credence',
    message: hint === undefined ? message : `${message}\n${hint}`,
    relatedInformation: related.map((place) => ({
      location: { uri: document.uri, range: range(place.span) },
      message: place.message,
    })),
  };
}
