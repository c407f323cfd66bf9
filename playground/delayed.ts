/** Something to do once, a while after it was asked for last. */
export class Delayed {
  private readonly ms: number;
  private readonly action: () => void;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(ms: number, action: () => void) {
    this.ms = ms;
    this.action = action;
  }

  ask(): void {
    this.cancel();
    this.timer = setTimeout(this.action, this.ms);
  }

  cancel(): void {
    clearTimeout(this.timer);
  }
}
