import type { Checkpoint } from '../api/checkpoint.ts';
import type { Fit } from '../api/fit.ts';
import type { FitOptions } from '../api/fit-options.ts';
import { holdsFit, prepareFolder, readCheckpoint, writeCheckpoint } from '../storage/fit-folder.ts';
import { UsageError } from './terminal.ts';

/** States are written so often, and at most in this share of the time: a state holds all draws so far. */
const EVERY_MS = 1000;
const SHARE_OF_TIME = 1 / 20;

/** The folder of a run: its state while it goes on, the fit when it is done. */
export class RunFolder {
  readonly path: string;
  private readonly from: Checkpoint | undefined;
  private latest: Checkpoint | undefined;
  private writing: Promise<void> | undefined;
  private failure: unknown;
  private next = performance.now() + EVERY_MS;

  private constructor(path: string, from: Checkpoint | undefined) {
    this.path = path;
    this.from = from;
  }

  /**
   * @throws UsageError where an unfinished run would be lost, or there is none to go on with.
   */
  static async open(path: string, resume: boolean): Promise<RunFolder> {
    const from = (await readCheckpoint(path)) as Checkpoint | undefined;
    if (!resume && from !== undefined) {
      throw new UsageError(
        `${path} holds an unfinished run: --resume goes on with it; to start anew, give another folder or remove ${path}/checkpoint.json`,
      );
    }
    if (resume && from === undefined && (await holdsFit(path))) {
      throw new UsageError(`the run in ${path} is done: there is nothing to resume`);
    }
    await prepareFolder(path);
    return new RunFolder(path, from);
  }

  /** What the fit is told. */
  get settings(): Pick<FitOptions, 'resume' | 'onCheckpoint'> {
    return {
      ...(this.from !== undefined && { resume: this.from }),
      onCheckpoint: (checkpoint) => this.offer(checkpoint),
    };
  }

  /** Writes the last state; whether there was one. */
  async keepLast(): Promise<boolean> {
    await this.writing;
    if (this.latest !== undefined) await writeCheckpoint(this.path, this.latest);
    return this.latest !== undefined;
  }

  /** Writes the fit in place of the state. */
  async finish(fit: Fit): Promise<void> {
    await this.writing;
    await fit.save(this.path);
  }

  private offer(checkpoint: Checkpoint): void {
    // a folder that cannot be written ends the run now rather than after all its work
    if (this.failure !== undefined) throw this.failure;
    this.latest = checkpoint;
    const now = performance.now();
    if (this.writing !== undefined || now < this.next) return;
    this.writing = writeCheckpoint(this.path, checkpoint)
      .catch((error) => {
        this.failure = error;
      })
      .finally(() => {
        const took = performance.now() - now;
        this.next = now + Math.max(EVERY_MS, took / SHARE_OF_TIME);
        this.writing = undefined;
      });
  }
}
