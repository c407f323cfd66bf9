import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Results of a long run, each in a file of its own, so that an interrupted run can go on. */
export class KeptResults {
  private readonly folder: string;

  constructor(name: string) {
    this.folder = join(tmpdir(), name);
  }

  clear(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** The result of this name that was kept, or that of `make`, which is kept from now on. */
  async take<T>(name: string, make: () => Promise<T>): Promise<T> {
    const path = join(this.folder, `${name}.json`);
    const kept = readIfThere(path);
    if (kept !== undefined) return JSON.parse(kept);
    const result = await make();
    mkdirSync(this.folder, { recursive: true });
    writeFileSync(`${path}.new`, JSON.stringify(result));
    renameSync(`${path}.new`, path);
    return result;
  }
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
