import { describe, expect, it } from 'vitest';
import { notesOnConvergence } from '../../src/api/fit-notes.ts';
import { Draws } from '../../src/results/draws.ts';
import type { SummaryRow } from '../../src/results/summary-table.ts';

const row = (key: string, rhat: number, essBulk = 2000, essTail = 2000): SummaryRow => ({
  key,
  ...{ mean: 0, sd: 1, q5: -1, q50: 0, q95: 1, mcseMean: 0.02, nonFinite: 0 },
  ...{ rhat, essBulk, essTail },
});
const draws = (count: number, chains?: number) => new Draws(count, [], chains);

describe('notes on convergence', () => {
  it('are none where chains agree, and where there are no chains', () => {
    expect(notesOnConvergence([row('a', 1.003)], draws(4000, 4))).toEqual([]);
    expect(notesOnConvergence([row('a', Number.NaN, Number.NaN)], draws(4000, 4))).toEqual([]);
    expect(notesOnConvergence([row('a', 2)], draws(4000))).toEqual([]);
  });

  it('name the quantity on which chains agree least', () => {
    const rows = [row('a', 1.02), row('theta[2]', 1.3), row('b', 1)];
    const [note] = notesOnConvergence(rows, draws(4000, 4));
    expect(note).toMatchObject({ code: 'rhat', severity: 'warning' });
    expect(note.message).toContain(
      'on theta[2] and 1 other quantity (R-hat up to 1.300, above 1.01)',
    );
    expect(notesOnConvergence([row('a', 1.02)], draws(4000, 4))[0].severity).toBe('note');
  });

  it('say where effective draws are few', () => {
    const notes = notesOnConvergence([row('a', 1, 500, 320), row('b', 1)], draws(4000, 4));
    expect(notes).toEqual([
      {
        code: 'effective-draws',
        severity: 'warning',
        message:
          'There are few effective draws of a (down to 320; 400 are needed): draw more (--draws).',
      },
    ]);
  });

  it('say where chains are too short to tell', () => {
    const [note] = notesOnConvergence([row('a', Number.NaN)], draws(20, 4));
    expect(note).toMatchObject({ code: 'few-draws', severity: 'warning' });
    expect(note.message).toContain('5 draws of each chain are too few');
  });
});
