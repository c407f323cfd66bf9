import { readFileSync } from 'node:fs';
import { compile } from '../../src/index.ts';

/** A model whose posterior and evidence have closed forms. */
export interface ConjugateCase {
  /** The file in `conjugate/`, without its ending. */
  readonly model: string;
  readonly data: Readonly<Record<string, readonly number[]>>;
  readonly parameter: string;
  readonly mean: number;
  readonly sd: number;
  readonly logEvidence: number;
  /** The evidence of the Laplace approximation on the scale on which it is made, from its formula. */
  readonly laplaceLogEvidence: number;
  /** What the posterior is. */
  readonly posterior: string;
}

const repeat = (value: number, times: number): number[] => new Array<number>(times).fill(value);

const heads = [...repeat(1, 50), ...repeat(0, 50)];

/**
 * Closed forms, evaluated with mpmath. The Laplace approximation is normal for a normal mean, and elsewhere is made on
 * the logit or the log scale: logit p with mode p = a/(a + b) has the curvature ab/(a + b), log λ has the mode a/r and
 * the curvature a.
 */
export const conjugateCases: readonly ConjugateCase[] = [
  {
    model: 'normal-mean',
    // Differences of sleep, Student (1908).
    data: { y: [1.2, 2.4, 1.3, 1.3, 0.0, 1.0, 1.8, 0.8, 4.6, 1.4] },
    parameter: 'mu',
    mean: 1.4958579882,
    sd: 0.4615384615,
    logEvidence: -18.0315832124,
    laplaceLogEvidence: -18.0315832124,
    posterior: 'Normal(1.4959, 0.4615)',
  },
  {
    model: 'coin-uniform',
    data: { heads },
    parameter: 'p',
    mean: 0.5,
    sd: 0.0492664639,
    logEvidence: -71.3989621689,
    laplaceLogEvidence: -71.40141311,
    posterior: 'Beta(51, 51)',
  },
  {
    model: 'coin-informative',
    data: { heads },
    parameter: 'p',
    mean: 0.5,
    sd: 0.0394055203,
    logEvidence: -69.8077366665,
    laplaceLogEvidence: -69.8092991563,
    posterior: 'Beta(80, 80)',
  },
  {
    model: 'horse-kicks',
    // 200 corps-years by deaths, Bortkiewicz (1898).
    data: {
      deaths: [...repeat(0, 109), ...repeat(1, 65), ...repeat(2, 22), ...repeat(3, 3), 4],
    },
    parameter: 'lambda',
    mean: 123 / 201,
    sd: Math.sqrt(123) / 201,
    logEvidence: -208.69687433,
    laplaceLogEvidence: -208.6975518353,
    posterior: 'Gamma(123, 201)',
  },
];

export interface ConjugateResult {
  readonly case: ConjugateCase;
  readonly method: string;
  /** Differences from the exact values, in exact standard deviations. */
  readonly meanError: number;
  readonly sdRatio: number;
  /** The Laplace log evidence, or the lower bound (ELBO). */
  readonly evidence: number;
  /** Monte Carlo error of the bound. */
  readonly evidenceError?: number;
}

export async function runConjugate(wanted: ConjugateCase): Promise<ConjugateResult[]> {
  const url = new URL(`conjugate/${wanted.model}.bayes`, import.meta.url);
  const posterior = compile(readFileSync(url, 'utf8'), { fileName: `${wanted.model}.bayes` }).bind(
    wanted.data,
  );
  const results: ConjugateResult[] = [];
  for (const method of ['laplace', 'vi']) {
    const fit = await posterior.fit({ method, draws: 100_000, seed: 1 });
    const row = fit.summary().find(({ key }) => key === wanted.parameter)!;
    const { values } = fit.diagnostics;
    results.push({
      case: wanted,
      method,
      meanError: Math.abs(row.mean - wanted.mean) / wanted.sd,
      sdRatio: row.sd / wanted.sd,
      ...(method === 'laplace'
        ? { evidence: values.logEvidence }
        : { evidence: values.elbo, evidenceError: values.elboStandardError }),
    });
  }
  return results;
}
