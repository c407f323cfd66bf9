import type { Progress } from '../inference/run.ts';
import { formatDuration } from '../report/terminal/format-number.ts';
import { cut } from '../report/terminal/table.ts';
import type { Terminal } from './terminal.ts';

/** The share of some work that is done, as one line that is written over. */
export class ShareLine {
  private readonly line: OverwrittenLine;
  private readonly work: string;
  private readonly quiet: boolean;

  constructor(terminal: Terminal, work: string, quiet: boolean) {
    this.line = new OverwrittenLine(terminal);
    this.work = work;
    this.quiet = quiet;
  }

  show(share: number): void {
    if (!this.quiet) this.line.write(`${this.work} ${Math.round(share * 100)}%`);
  }

  clear(): void {
    this.line.clear();
  }
}

/** The progress of a fit as one line that is written over until the work is done. */
export class ProgressLine {
  private readonly line: OverwrittenLine;

  constructor(terminal: Terminal) {
    this.line = new OverwrittenLine(terminal);
  }

  show({ method, message, remainingMs, progress }: Progress & { readonly method: string }): void {
    // first what must not be cut off where the terminal is narrow
    const left = remainingMs === undefined ? '' : `, about ${formatDuration(remainingMs)} left`;
    this.line.write(`${method} ${Math.round(progress * 100)}%${left}: ${message}`);
  }

  clear(): void {
    this.line.clear();
  }
}

/** One line that is written over; nothing where lines cannot be written over. */
class OverwrittenLine {
  private readonly terminal: Terminal;
  private written = false;

  constructor(terminal: Terminal) {
    this.terminal = terminal;
  }

  write(line: string): void {
    if (!this.terminal.interactive) return;
    this.terminal.err(`\r\u001b[2K${cut(line, this.terminal.width - 1)}`);
    this.written = true;
  }

  clear(): void {
    if (this.written) this.terminal.err('\r\u001b[2K');
    this.written = false;
  }
}
