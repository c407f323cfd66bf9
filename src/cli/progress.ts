import type { Progress } from '../inference/run.ts';
import { formatDuration } from '../report/terminal/format-number.ts';
import type { Terminal } from './terminal.ts';

/** One line that is written over until the work is done; nothing where lines cannot be written over. */
export class ProgressLine {
  private readonly terminal: Terminal;
  private written = false;

  constructor(terminal: Terminal) {
    this.terminal = terminal;
  }

  show({ method, message, remainingMs, progress }: Progress & { readonly method: string }): void {
    if (!this.terminal.interactive) return;
    const left = remainingMs === undefined ? '' : `, about ${formatDuration(remainingMs)} left`;
    const line = `${method} ${Math.round(progress * 100)}%: ${message}${left}`;
    this.terminal.err(`\r\u001b[2K${line.slice(0, this.terminal.width - 1)}`);
    this.written = true;
  }

  clear(): void {
    if (this.written) this.terminal.err('\r\u001b[2K');
    this.written = false;
  }
}
