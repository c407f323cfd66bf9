import { describe, expect, it } from 'vitest';
import { disagreement, stanDisagreement } from '../../bench/agreement.ts';
import { referenceDensities } from '../../bench/cases.ts';
import { significant } from '../../bench/report.ts';

const references = referenceDensities();

const measured = (values: number[], slopes: number[][]) => ({
  dimension: 2,
  rows: 1,
  nodes: 1,
  coldMs: 1,
  microseconds: 1,
  moduleBytes: 0,
  values,
  slopes,
});

describe('the check that engines compute the same', () => {
  const expected = measured(
    [-1000, 2],
    [
      [1e6, 1],
      [3, 4],
    ],
  );

  it('allows rounding, relative to the density and to the largest derivative', () => {
    const rounded = measured(
      [-1000 - 1e-7, 2],
      [
        [1e6, 1 + 1e-4],
        [3, 4],
      ],
    );
    expect(disagreement(rounded, expected, 'float64')).toBeUndefined();
  });

  it('tells a wrong density, also at the second point', () => {
    const wrong = measured([-1000, 2.001], expected.slopes);
    expect(disagreement(wrong, expected, 'float64')).toBe('its log density is off by 5.0e-4');
    expect(disagreement(wrong, expected, 'float32')).toBeUndefined();
  });

  it('tells a wrong derivative and one that is not a number', () => {
    expect(
      disagreement(
        measured(
          [-1000, 2],
          [
            [1e6, 1],
            [3, 4.1],
          ],
        ),
        expected,
        'float64',
      ),
    ).toBe('its gradient is off by 2.5e-2');
    const missing = measured(
      [-1000, 2],
      [
        [1e6, Number.NaN],
        [3, 4],
      ],
    );
    expect(disagreement(missing, expected, 'float32')).toMatch(/gradient/);
  });

  it('allows the constants that Stan leaves out, to the six digits it prints', () => {
    const expected = references.eight_schools.stan;
    // what the peer printed for eight_schools, and for a model that has other coordinates there
    expect(stanDisagreement(-4.12776, expected)).toBeUndefined();
    expect(stanDisagreement(-2809.32, references.hmm.stan)).toBeUndefined();
    expect(stanDisagreement(-4.13, expected)).toMatch(/off by 5\.\de-4/);
    expect(stanDisagreement(Number.NaN, expected)).toBeDefined();
  });
});

describe('figures in the tables', () => {
  it('have three digits', () => {
    const shown = [1234.5, 123.4, 12.34, 1.234, 0.1234, 0.01234, 0].map(significant);
    expect(shown).toEqual(['1235', '123', '12.3', '1.23', '0.123', '0.0123', '0']);
    expect(significant(undefined)).toBe('');
  });
});
