import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';

type Message = {
  readonly id?: number;
  readonly method?: string;
  // biome-ignore lint/suspicious/noExplicitAny: what the protocol says, as tests look at it
  readonly params?: any;
  // biome-ignore lint/suspicious/noExplicitAny: the same
  readonly result?: any;
  readonly error?: { readonly code: number; readonly message: string };
};

export interface Place {
  readonly line: number;
  readonly character: number;
}

/** An editor: JSON-RPC 2.0 in the frames of the Language Server Protocol, written out from its specification. */
export class Client {
  readonly child: ChildProcessWithoutNullStreams;
  readonly exited: Promise<number | null>;
  errors = '';
  private serial = 0;
  private rest = Buffer.alloc(0);
  private readonly answers = new Map<number, (message: Message) => void>();
  private readonly listeners = new Set<(message: Message) => void>();

  constructor(command: string, words: readonly string[]) {
    this.child = spawn(command, words);
    this.exited = new Promise((resolve) => this.child.on('close', resolve));
    this.child.stderr.on('data', (data) => {
      this.errors += data;
    });
    this.child.stdout.on('data', (data: Buffer) => this.read(data));
  }

  // biome-ignore lint/suspicious/noExplicitAny: what the protocol says, as tests look at it
  async ask(method: string, params: object = {}): Promise<any> {
    const { result, error } = await this.request(method, params);
    if (error !== undefined) throw new Error(error.message);
    return result;
  }

  request(method: string, params: object): Promise<Message> {
    this.serial += 1;
    const id = this.serial;
    const answer = new Promise<Message>((resolve) => this.answers.set(id, resolve));
    this.send({ jsonrpc: '2.0', id, method, params });
    return answer;
  }

  tell(method: string, params: object = {}): void {
    this.send({ jsonrpc: '2.0', method, params });
  }

  /** The next notification that fits. */
  next(fits: (message: Message) => boolean): Promise<Message> {
    return new Promise((resolve) => {
      const listen = (message: Message): void => {
        if (!fits(message)) return;
        this.listeners.delete(listen);
        resolve(message);
      };
      this.listeners.add(listen);
    });
  }

  /** Opens a text and waits for what is found in it. */
  async open(uri: string, text: string): Promise<Message['params']['diagnostics']> {
    const found = this.next(
      ({ method, params }) =>
        method === 'textDocument/publishDiagnostics' && params.uri === uri && params.version === 1,
    );
    this.tell('textDocument/didOpen', {
      textDocument: { uri, languageId: 'bayes', version: 1, text },
    });
    return (await found).params.diagnostics;
  }

  private send(message: object): void {
    const body = Buffer.from(JSON.stringify(message));
    this.child.stdin.write(`Content-Length: ${body.length}\r\n\r\n`);
    this.child.stdin.write(body);
  }

  private read(data: Buffer): void {
    this.rest = Buffer.concat([this.rest, data]);
    for (;;) {
      const head = this.rest.indexOf('\r\n\r\n');
      if (head < 0) return;
      const length = Number(
        /Content-Length: (\d+)/.exec(this.rest.toString('ascii', 0, head))?.[1],
      );
      if (this.rest.length < head + 4 + length) return;
      const message: Message = JSON.parse(this.rest.toString('utf8', head + 4, head + 4 + length));
      this.rest = this.rest.subarray(head + 4 + length);
      if (message.id !== undefined && message.method === undefined) {
        this.answers.get(message.id)?.(message);
        this.answers.delete(message.id);
      } else for (const listener of [...this.listeners]) listener(message);
    }
  }
}

/** A text with `|` at a place: the text without it, and the place. */
export function marked(text: string): { readonly text: string; readonly position: Place } {
  const offset = text.indexOf('|');
  const before = text.slice(0, offset).split('\n');
  return {
    text: text.slice(0, offset) + text.slice(offset + 1),
    position: { line: before.length - 1, character: before.at(-1)!.length },
  };
}
