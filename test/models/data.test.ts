import { describe, expect, it } from 'vitest';
import { columnsOf } from './read-model.ts';

const numbers = (column: readonly string[]): number[] => column.map(Number);
const sum = (values: readonly number[]): number => values.reduce((total, x) => total + x, 0);
const mean = (values: readonly number[]): number => sum(values) / values.length;

describe('data of the example models', () => {
  it('eight schools are those of Rubin (1981), table 1', () => {
    const { school, y, sigma } = columnsOf('eight-schools/eight-schools.csv');
    expect(numbers(y)).toEqual([28, 8, -3, 7, -1, 1, 18, 12]);
    expect(numbers(sigma)).toEqual([15, 10, 16, 11, 9, 11, 10, 18]);
    expect(school[0]).toBe('Choate');
    expect(new Set(school).size).toBe(8);
  });

  it('radon: 919 homes in 85 counties, 766 measured in the basement (Gelman and Hill 2007, section 12.2)', () => {
    const columns = columnsOf('radon/radon.csv');
    expect(columns.county).toHaveLength(919);
    expect(new Set(columns.county).size).toBe(85);
    expect(columns.county.every((name) => name === name.trim() && name !== '')).toBe(true);
    expect(numbers(columns.floor).filter((floor) => floor === 0)).toHaveLength(766);
    // summary() of the same data in R
    expect(mean(numbers(columns.log_radon))).toBeCloseTo(1.264779, 6);
    expect(Math.min(...numbers(columns.log_radon))).toBeCloseTo(Math.log(0.1), 12);
  });

  it('Challenger: 23 flights before the accident, 7 of them with damage (Dalal et al. 1989)', () => {
    const { temperature, failure } = columnsOf('challenger/challenger.csv');
    expect(temperature).toHaveLength(23);
    expect(sum(numbers(failure))).toBe(7);
    expect(sum(numbers(temperature))).toBe(1600);
    const damaged = numbers(temperature).filter((_, k) => failure[k] === '1');
    expect(damaged.sort()).toEqual([53, 57, 58, 63, 70, 70, 75]);
  });

  it('stack loss: 21 days with the means of summary(stackloss) in R', () => {
    const columns = columnsOf('stack-loss/stack-loss.csv');
    expect(columns.loss).toHaveLength(21);
    expect(mean(numbers(columns.air_flow))).toBeCloseTo(60.428571, 6);
    expect(mean(numbers(columns.water_temperature))).toBeCloseTo(21.095238, 6);
    expect(mean(numbers(columns.acid))).toBeCloseTo(86.285714, 6);
    expect(mean(numbers(columns.loss))).toBeCloseTo(17.52381, 5);
  });

  it('digits: 1,797 images of 64 pixels from 0 to 16, as the description of the data set says', () => {
    const files = ['digits-train', 'digits-test'].map((name) => columnsOf(`digits/${name}.csv`));
    expect(files.map(({ label }) => label.length)).toEqual([1438, 359]);
    const labels = files.flatMap(({ label }) => numbers(label));
    // how many of each digit: scikit-learn's copy
    const counts = Array.from({ length: 10 }, (_, k) => labels.filter((l) => l === k).length);
    expect(counts).toEqual([178, 182, 177, 183, 181, 182, 181, 179, 174, 180]);
    const pixels = files.flatMap((columns) =>
      Array.from({ length: 64 }, (_, k) => numbers(columns[`image[${k + 1}]`])).flat(),
    );
    expect([Math.min(...new Set(pixels)), Math.max(...new Set(pixels))]).toEqual([0, 16]);
    // sum of load_digits().data
    expect(sum(pixels)).toBe(561_718);
  });

  it('Nile, sleep and cars have the figures of summary() in R', () => {
    const { year, flow } = columnsOf('nile/nile.csv');
    expect([year.length, year[0], year[99]]).toEqual([100, '1871', '1970']);
    expect(mean(numbers(flow))).toBeCloseTo(919.35, 8);
    const { first, second } = columnsOf('sleep/sleep.csv');
    expect(mean(numbers(first))).toBeCloseTo(0.75, 8);
    expect(mean(numbers(second))).toBeCloseTo(2.33, 8);
    const { speed, distance } = columnsOf('stopping-distance/cars.csv');
    expect(speed).toHaveLength(50);
    expect(mean(numbers(speed))).toBeCloseTo(15.4, 8);
    expect(mean(numbers(distance))).toBeCloseTo(42.98, 8);
  });
});
