import { describe, expect, it } from 'vitest';
import { gradient } from '../../src/autodiff/gradient.ts';
import { Builder } from '../../src/graph/builder.ts';
import type { Node } from '../../src/graph/node.ts';
import { runOnce } from '../graph/run.ts';

type Function = (b: Builder, x: Node) => Node;

/** The first and second derivative at a point. */
function derivatives(f: Function, at: number): [number, number] {
  const b = new Builder();
  const x = b.input('x', []);
  const [first] = gradient(b, f(b, x), [x]);
  const [second] = gradient(b, first, [x]);
  const values = runOnce(b.finish({ first, second }), { x: [at] });
  return [values.first[0], values.second[0]];
}

const logNormalCdf: Function = (b, x) => b.logNormalCdf(x);

// expected values: mpmath 1.3.0 at 60 to 80 digits
const cases: readonly [string, Function, number, number, number][] = [
  ['log Φ', logNormalCdf, -1e5, 100000.00001, -0.9999999999],
  ['log Φ', logNormalCdf, -1000, 1000.000999998, -0.999999000006],
  ['log Φ', logNormalCdf, -100, 100.00999800099926, -0.9999000599500517],
  ['log Φ', logNormalCdf, -30.5, 30.53271677066016, -0.9989318922172501],
  ['log Φ', logNormalCdf, -29.5, 29.533820844167984, -0.9988587524557346],
  ['log Φ', logNormalCdf, -10, 10.098093233962512, -0.9905546221743438],
  ['log Φ', logNormalCdf, 0, 0.7978845608028654, -0.6366197723675814],
  ['log Φ', logNormalCdf, 8, 5.052271083536895e-15, -4.0418168668295186e-14],
  ['log Φ', logNormalCdf, 30, 1.4736461348785476e-196, -4.420938404635642e-195],
  ['tanh', (b, x) => b.tanh(x), -25, 7.714999391855671e-22, 1.5429998783711343e-21],
  ['tanh', (b, x) => b.tanh(x), 15, 3.743049187535369e-13, -7.486098375069338e-13],
  ['tanh', (b, x) => b.tanh(x), 0.001, 0.9999990000006667, -0.0019999973333356],
  ['sigmoid', (b, x) => b.sigmoid(x), -50, 1.9287498479639178e-22, 1.9287498479639178e-22],
  ['sigmoid', (b, x) => b.sigmoid(x), 40, 4.248354255291589e-18, -4.248354255291589e-18],
  ['softplus', (b, x) => b.softplus(x), -60, 8.75651076269652e-27, 8.75651076269652e-27],
  ['softplus', (b, x) => b.softplus(x), 50, 1, 1.9287498479639178e-22],
  ['log(1 − eˣ)', (b, x) => b.log1mExp(x), -60, -8.75651076269652e-27, -8.75651076269652e-27],
  ['log(1 − eˣ)', (b, x) => b.log1mExp(x), -1e-8, -99999999.5, -1e16],
  ['erf', (b, x) => b.erf(x), 5, 1.5670866531017336e-11, -1.5670866531017336e-10],
  ['asin', (b, x) => b.asin(x), 0.9999999, 2236.068033989975, 11180339616.817677],
  ['Φ⁻¹', (b, x) => b.normalQuantile(x), 1e-10, 1535723698.1963859, -1.5002887130628458e19],
  ['Φ⁻¹', (b, x) => b.normalQuantile(x), 0.9999, 2526.222398425407, 23734017.942727566],
  ['log P(3, ·)', (b, x) => b.logGammaP(3, x), 1e-3, 2999.250037503125, -2999999.96249375],
  [
    'log Q(2.5, ·)',
    (b, x) => b.logGammaQ(2.5, x),
    200,
    -0.9925374055624663,
    -3.7126419923845625e-5,
  ],
  ['log I(3, 2, ·)', (b, x) => b.logBetaI(3, 2, x), 1e-6, 2999999.2499994375, -3000000000000.563],
];

describe('derivatives in the tails', () => {
  it.each(cases)('%s', (_, f, at, first, second) => {
    const [actualFirst, actualSecond] = derivatives(f, at);
    expect(Math.abs(actualFirst / first - 1), `${actualFirst}`).toBeLessThan(1e-11);
    expect(Math.abs(actualSecond / second - 1), `${actualSecond}`).toBeLessThan(1e-8);
  });

  it('are finite or rightly infinite at the ends', () => {
    const at = (f: Function, x: number): number => derivatives(f, x)[0];
    expect(at(logNormalCdf, Infinity)).toBe(0);
    expect(at(logNormalCdf, -Infinity)).toBe(Infinity);
    expect(at((b, x) => b.sigmoid(x), -Infinity)).toBe(0);
    expect(at((b, x) => b.tanh(x), 1e300)).toBe(0);
    expect(at((b, x) => b.log1mExp(x), -Infinity)).toBe(-0);
    expect(at((b, x) => b.sqrt(x), 0)).toBe(Infinity);
    expect(at((b, x) => b.log(x), 0)).toBe(Infinity);
  });
});

it('log Iₓ(a, b) keeps the digits of its derivative for large parameters', () => {
  const b = new Builder();
  const x = b.input('x', []);
  const slope = (alpha: number, beta: number, at: number): number => {
    const [first] = gradient(b, b.logBetaI(alpha, beta, x), [x]);
    return runOnce(b.finish({ first }), { x: [at] }).first[0];
  };
  // mpmath 1.3.0 at 40 digits
  expect(Math.abs(slope(5e8, 3, 1 - 1e-9) / 38461537.051365 - 1)).toBeLessThan(1e-12);
  expect(Math.abs(slope(2, 3e5, 1e-5) / 55950.5813959993 - 1)).toBeLessThan(1e-12);
});
