import { DataError, type DataProblem } from '../diagnostics/diagnostic.ts';

/** So many problems of one input are told; the others are counted. */
const TOLD_PER_INPUT = 20;

/** Collects what is wrong with the data, so that one error can tell all of it. */
export class Problems {
  private readonly byInput = new Map<string, { told: DataProblem[]; count: number }>();

  private total = 0;

  /** How many problems there are, told or only counted. */
  get count(): number {
    return this.total;
  }

  add(input: string, message: string, details: Omit<DataProblem, 'input' | 'message'> = {}): void {
    this.addLazily(input, () => ({ message, ...details }));
  }

  /** For problems that may come by the million: `describe` runs only for those that are told. */
  addLazily(input: string, describe: () => Omit<DataProblem, 'input'>): void {
    let entry = this.byInput.get(input);
    if (entry === undefined) {
      entry = { told: [], count: 0 };
      this.byInput.set(input, entry);
    }
    this.total++;
    entry.count++;
    if (entry.told.length < TOLD_PER_INPUT) entry.told.push({ input, ...describe() });
  }

  /** @throws DataError with every problem, where there is one. */
  throwIfAny(): void {
    const all: DataProblem[] = [];
    for (const [input, { told, count }] of this.byInput) {
      all.push(...told);
      const more = count - told.length;
      if (more > 0) {
        const noun = more === 1 ? 'problem' : 'problems';
        all.push({ input, message: `And ${more} more ${noun} in \`${input}\`.` });
      }
    }
    if (all.length > 0) throw new DataError(all);
  }
}
