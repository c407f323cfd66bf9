/** Runs Debian's Chromium without a screen and looks at pages, by the DevTools protocol over pipes. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { Readable, Writable } from 'node:stream';

/** Where it is; undefined where it is not installed. */
export const chromium = (process.env.PATH ?? '')
  .split(delimiter)
  .flatMap((folder) => ['chromium', 'chromium-browser'].map((name) => join(folder, name)))
  .find((path) => existsSync(path));

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Record<string, unknown>;
  readonly result?: Record<string, unknown>;
  readonly error?: { readonly message: string };
}

export interface View {
  readonly width: number;
  readonly scheme: 'light' | 'dark';
  /** On paper. */
  readonly media?: 'print';
}

export class Browser {
  private readonly child: ChildProcess;
  private readonly profile = mkdtempSync(join(tmpdir(), 'credence-chromium-'));
  private readonly waiting = new Map<number, (message: Message) => void>();
  private readonly listeners = new Set<(message: Message) => void>();
  private next = 1;
  private session: string | undefined;

  constructor(program: string) {
    const options = ['--headless', '--no-sandbox', '--disable-gpu', '--hide-scrollbars'];
    this.child = spawn(
      program,
      [...options, '--remote-debugging-pipe', `--user-data-dir=${this.profile}`, 'about:blank'],
      // in a group of its own, which ends as a whole
      { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'], detached: true },
    );
    let rest = '';
    (this.child.stdio[4] as Readable).setEncoding('utf8').on('data', (text: string) => {
      const parts = (rest + text).split('\0');
      rest = parts.pop()!;
      for (const part of parts) this.receive(JSON.parse(part));
    });
  }

  /** Opens a page; gives what was written to its console or log, policies that were violated among it. */
  async open(url: string, { width, scheme }: View): Promise<string[]> {
    if (this.session === undefined) {
      const { targetId } = await this.send('Target.createTarget', { url: 'about:blank' });
      const attached = await this.send('Target.attachToTarget', { targetId, flatten: true });
      this.session = attached.sessionId as string;
      for (const domain of ['Page', 'Log', 'Runtime']) await this.send(`${domain}.enable`);
    }
    await this.show({ width, scheme });
    const written: string[] = [];
    const loaded = new Promise<void>((resolve) => {
      const listen = ({ method, params }: Message): void => {
        if (method === 'Log.entryAdded')
          written.push(String((params!.entry as Message['params'])!.text));
        if (method === 'Runtime.consoleAPICalled') written.push(JSON.stringify(params!.args));
        if (method === 'Runtime.exceptionThrown') written.push(JSON.stringify(params));
        if (method === 'Page.loadEventFired') resolve();
      };
      this.listeners.clear();
      this.listeners.add(listen);
    });
    await this.send('Page.navigate', { url });
    await loaded;
    return written;
  }

  /** Shows the page as a reader with such a screen and such a preference sees it. */
  async show({ width, scheme, media }: View): Promise<void> {
    await this.send('Emulation.setDeviceMetricsOverride', {
      width,
      height: 844,
      deviceScaleFactor: 1,
      mobile: width < 600,
    });
    await this.send('Emulation.setEmulatedMedia', {
      media: media ?? '',
      features: [{ name: 'prefers-color-scheme', value: scheme }],
    });
  }

  /** Until an expression is true in the page. */
  async waitFor(expression: string): Promise<void> {
    while (!(await this.evaluate<boolean>(expression)))
      await new Promise((resolve) => setTimeout(resolve, 50));
  }

  /** The value of an expression in the page. */
  async evaluate<T>(expression: string): Promise<T> {
    const { result, exceptionDetails } = await this.send('Runtime.evaluate', {
      expression,
      returnByValue: true,
    });
    if (exceptionDetails !== undefined) throw new Error(JSON.stringify(exceptionDetails));
    return (result as { value: T }).value;
  }

  /** The page as far down as `height`, as PNG in base 64. */
  async screenshot(width: number, height: number): Promise<string> {
    const { data } = await this.send('Page.captureScreenshot', {
      captureBeyondViewport: true,
      clip: { x: 0, y: 0, width, height, scale: 1 },
    });
    return data as string;
  }

  async close(): Promise<void> {
    const gone = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill();
    await gone;
    // its helpers go on for a moment, and would write to the folder
    try {
      process.kill(-this.child.pid!, 'SIGKILL');
    } catch (error) {
      if ((error as { code?: string }).code !== 'ESRCH') throw error;
    }
    rmSync(this.profile, { recursive: true, force: true, maxRetries: 20 });
  }

  private send(method: string, params: object = {}): Promise<Record<string, unknown>> {
    const id = this.next++;
    const session = this.session && { sessionId: this.session };
    (this.child.stdio[3] as Writable).write(
      `${JSON.stringify({ id, method, params, ...session })}\0`,
    );
    return new Promise((resolve, reject) => {
      this.waiting.set(id, ({ result, error }) =>
        error === undefined ? resolve(result!) : reject(new Error(`${method}: ${error.message}`)),
      );
    });
  }

  private receive(message: Message): void {
    if (message.id === undefined) for (const listen of this.listeners) listen(message);
    else this.waiting.get(message.id)?.(message);
  }
}
