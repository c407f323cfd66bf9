/** What lies below an outcome of the beta binomial distribution, relative to its probability, with derivatives. */

/** Beyond this the terms are scaled down. */
const LARGE = 1e200;
const LOG_LARGE = Math.log(LARGE);
/** Terms that are this much smaller than their sum, and fall, add nothing. */
const NEGLIGIBLE = 1e-20;

/**
 * Visits the probabilities of successes, successes − 1, …, 0 relative to the first one, by their ratios
 * p(k − 1)/p(k) = k (b + n − k)/((n − k + 1)(a + k − 1)). The ratio is below 1 on one side of one k only, for a ≥ 1 and
 * for a < 0 the lower one: there what follows a negligible term is left out.
 *
 * @param rescale what was added up is multiplied by 1/LARGE, as the terms are from here on
 */
function visitTerms(
  [successes, failures, a, b]: readonly [number, number, number, number],
  visit: (term: number) => void,
  rescale: () => void,
): void {
  const endsEarly = a >= 1 || a < 0;
  let term = 1;
  let sum = 1;
  visit(term);
  for (let j = 0; j < successes; j++) {
    const left = successes - j;
    const ratio = (left / (failures + 1 + j)) * ((b + failures + j) / (a + left - 1));
    term *= ratio;
    sum += term;
    if (sum > LARGE) {
      rescale();
      term /= LARGE;
      sum /= LARGE;
    }
    visit(term);
    if (endsEarly && ratio < 1 && term * left < NEGLIGIBLE * sum) return;
  }
}

const isOutside = (...values: readonly number[]): boolean =>
  values.some((value) => !Number.isFinite(value)) || values[0] < 0 || values[1] < 0;

/**
 * log (P(X ≤ x)/P(X = x)) of the beta binomial distribution with x successes and n − x failures (whole numbers) and the
 * weights a and b; with the weights −K and −M of the hypergeometric distribution with K successes and M failures. It is
 * log ₃F₂(−x, b + n − x, 1; n − x + 1, 1 − a − x; 1), a sum of positive terms: within 1e-16 n of the value. NaN outside.
 */
export function logBetaBinomialTail(
  successes: number,
  failures: number,
  a: number,
  b: number,
): number {
  if (isOutside(successes, failures, a, b)) return Number.NaN;
  let total = 0;
  let shift = 0;
  visitTerms(
    [successes, failures, a, b],
    (term) => {
      total += term;
    },
    () => {
      total /= LARGE;
      shift += LOG_LARGE;
    },
  );
  return shift + Math.log(total);
}

/**
 * ∂ⁿ⁺ᵐ/∂aⁿ∂bᵐ of that for n + m = 1 and 2. The logarithm of each term has the derivatives −Σ 1/(a + i) over k ≤ i < x and
 * Σ 1/(b + i) over n − x ≤ i < n − k: the first ones are their means, the second ones also have their (co)variances, and
 * are within 1e-12 of the value up to a thousand trials.
 */
export function logBetaBinomialTailDerivative(
  successes: number,
  failures: number,
  a: number,
  b: number,
  orderA: number,
  orderB: number,
): number {
  if (isOutside(successes, failures, a, b)) return Number.NaN;
  const isSecond = orderA + orderB === 2;
  const isMixed = isSecond && orderA === 1;
  let [total, first, other, product, change] = [0, 0, 0, 0, 0];
  let [inA, inB, changeA, changeB] = [0, 0, 0, 0];
  let steps = 0;
  visitTerms(
    [successes, failures, a, b],
    (term) => {
      const [own, second] = orderA > 0 ? [inA, isMixed ? inB : inA] : [inB, inB];
      total += term;
      first += term * own;
      if (isSecond) {
        other += term * second;
        product += term * own * second;
        change += isMixed ? 0 : term * (orderA > 0 ? changeA : changeB);
      }
      // on to the next term
      const nextA = 1 / (a + successes - steps - 1);
      const nextB = 1 / (b + failures + steps);
      inA -= nextA;
      inB += nextB;
      changeA += nextA * nextA;
      changeB -= nextB * nextB;
      steps++;
    },
    () => {
      [total, first, other, product, change] = [total, first, other, product, change].map(
        (sum) => sum / LARGE,
      );
    },
  );
  const mean = first / total;
  return isSecond ? change / total + product / total - mean * (other / total) : mean;
}
