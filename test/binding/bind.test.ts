import { describe, expect, it } from 'vitest';
import { parseCsv } from '../../src/binding/csv.ts';
import { mergeInputs } from '../../src/binding/inputs.ts';
import { parseJsonData } from '../../src/binding/json.ts';
import { bound, labels, values } from './binding.ts';
import { binary, data, dim, member, model, positive, real } from './models.ts';

/** Rubin (1981), as in Gelman et al., Bayesian Data Analysis, table 5.2. */
const effects = { Choate: 28, Deerfield: 8, Andover: -3 };
const schools = model(
  dim('school'),
  data('y', ['school'], real),
  data('sigma', ['school'], positive),
);

describe('binding', () => {
  it('takes arrays and typed arrays', () => {
    const result = bound(schools, { y: [28, 8, -3], sigma: Float32Array.of(15, 10, 16) });
    expect(result.dimensions.get('school')).toEqual({ name: 'school', size: 3 });
    expect(values(result, 'y')).toEqual([28, 8, -3]);
    expect(result.values.get('sigma')).toEqual({ shape: [3], data: Float64Array.of(15, 10, 16) });
    expect(result.notes).toEqual([]);
  });

  it('takes objects keyed by label, in any order', () => {
    const result = bound(schools, {
      y: effects,
      sigma: { Andover: 16, Choate: 15, Deerfield: 10 },
    });
    expect(labels(result, 'school')).toEqual(['Choate', 'Deerfield', 'Andover']);
    expect(values(result, 'sigma')).toEqual([15, 10, 16]);
  });

  it('takes JSON text', () => {
    const inputs = parseJsonData('{"y": [28, 8, -3], "sigma": [15, 10, 16]}', 'schools.json');
    expect(values(bound(schools, inputs), 'sigma')).toEqual([15, 10, 16]);
  });

  it('takes a table, whose text column named as its rows labels them', () => {
    const table = parseCsv('school,y,sigma\nChoate,28,15\nDeerfield,8,10\n', {
      fileName: 'schools.csv',
    });
    const result = bound(schools, mergeInputs([table]));
    expect(labels(result, 'school')).toEqual(['Choate', 'Deerfield']);
    expect(values(result, 'y')).toEqual([28, 8]);
    expect(result.notes).toEqual([]);
  });

  it('takes text of an index as labels, in sorted order', () => {
    const radon = model(
      dim('home'),
      dim('county'),
      data('county', ['home'], member('county')),
      data('floor', ['home'], binary),
    );
    const result = bound(radon, { county: ['STEARNS', 'ANOKA', 'STEARNS'], floor: [0, 1, true] });
    expect(labels(result, 'county')).toEqual(['ANOKA', 'STEARNS']);
    expect(result.values.get('county')).toEqual({ shape: [3], data: Int32Array.of(2, 1, 2) });
    expect(values(result, 'floor')).toEqual([0, 1, 1]);
  });
});
