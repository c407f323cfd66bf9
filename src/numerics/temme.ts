/**
 * The uniform asymptotic expansion of the incomplete gamma functions for large a.
 *
 * N. M. Temme, "On the computation of the incomplete gamma functions for large values of the
 * parameters", in Algorithms for Approximation (1987), 479-489.
 */
import { stirlingError } from './gamma.ts';

/** Taylor coefficients in η of η/(λ − 1), where η²/2 = λ − 1 − log λ; from exact fractions. */
const COEFFICIENTS = [
  1, -0.3333333333333333, 0.08333333333333333, -0.014814814814814815, 0.0011574074074074073,
  0.0003527336860670194, -0.0001787551440329218, 3.919263178522438e-5, -2.185448510679992e-6,
  -1.85406221071516e-6, 8.296711340953087e-7, -1.7665952736826078e-7, 6.707853543401498e-9,
  1.0261809784240309e-8, -4.382036018453353e-9, 9.14769958223679e-10, -2.5514193994946248e-11,
  -5.830772132550426e-11, 2.4361948020667415e-11, -5.0276692801141755e-12, 1.1004392031956135e-13,
  3.371763262400985e-13, -1.392388722418162e-13, 2.8534893807047445e-14, -5.139111834242572e-16,
  -1.9752288294349442e-15, 8.099521156704561e-16, -1.6522531216398162e-16, 2.5305430097478883e-18,
  1.1686939738559576e-17, -4.770037049820485e-18, 9.699126059056237e-19,
];

/**
 * S(a, η) of DLMF 8.12 (with e^(−aη²/2)/√(2πa) taken out), for a ≥ 25 and |η| ≤ 1.
 *
 * dQ/dη gives η S − S′/a = η/(λ − 1)/Γ*(a) − 1, where log Γ*(a) is Stirling's error; so for
 * S = Σ sᵢ ηⁱ and the coefficients dᵢ above sᵢ₋₁ = (i + 1) sᵢ₊₁/a + dᵢ/Γ*(a), stable downwards.
 */
export function temmeSum(a: number, eta: number): number {
  const scale = Math.exp(-stirlingError(a));
  let value = 0;
  let above = 0;
  let twoAbove = 0;
  for (let i = COEFFICIENTS.length - 1; i >= 1; i--) {
    const current = ((i + 1) * twoAbove) / a + COEFFICIENTS[i];
    value = value * eta + current;
    twoAbove = above;
    above = current;
  }
  return value * scale;
}
