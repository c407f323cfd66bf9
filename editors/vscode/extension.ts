/** The Visual Studio Code extension: starts the language server that comes with it. */
import { join } from 'node:path';
import type { ExtensionContext } from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';

let client: LanguageClient | undefined;

export async function activate(context: ExtensionContext): Promise<void> {
  const module = join(context.extensionPath, 'server.js');
  client = new LanguageClient(
    'credence',
    'Credence',
    { module, transport: TransportKind.stdio },
    { documentSelector: [{ language: 'bayes' }] },
  );
  await client.start();
}

export async function deactivate(): Promise<void> {
  await client?.stop();
}
