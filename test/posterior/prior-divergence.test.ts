import { describe, expect, it } from 'vitest';
import { compile } from '../../src/index.ts';

describe('the divergence from the prior', () => {
  it.each(['laplace', 'vi'])('of a normal mean in closed form, by %s', async (method) => {
    // prior N(0, 2²), posterior N(m, s²): KL = log(2 / s) + (s² + m²) / 8 − 1/2
    const posterior = compile(
      'data y: real\nparam m ~ Normal(0, 2)\nobserve y ~ Normal(m, 1)',
    ).bind({ y: 1.5 });
    const variance = 1 / (1 / 4 + 1);
    const mean = variance * 1.5;
    const exact = Math.log(2 / Math.sqrt(variance)) + (variance + mean ** 2) / 8 - 0.5;
    const { diagnostics } = await posterior.fit({ method, draws: 10 });
    expect(Math.abs(diagnostics.priorDivergence!.m - exact)).toBeLessThan(0.05);
    expect(diagnostics.notes.map(({ code }) => code)).not.toContain('like-prior');
  });

  it('is 0 where the data say nothing, which is said', async () => {
    const text =
      'data y: real\ndim k = 3\nparam m ~ Normal(0, 2)\nparam idle[k] ~ Normal(1, 3)\nparam free ~ Flat()\nobserve y ~ Normal(m + free, 1)';
    const posterior = compile(text).bind({ y: 1.5 });
    const { diagnostics } = await posterior.fit({ method: 'vi', family: 'full-rank', draws: 10 });
    expect(Object.keys(diagnostics.priorDivergence!)).toEqual(['m', 'idle']);
    expect(diagnostics.priorDivergence!.idle).toBeLessThan(1e-6);
    expect(diagnostics.notes.find(({ code }) => code === 'like-prior')).toEqual({
      code: 'like-prior',
      severity: 'note',
      message:
        'What was found of m, idle is hardly different from the prior: either the data say nothing about it, or the approximation has collapsed. A fit by nuts tells which.',
    });
  });

  it('is not below 0, where its error is larger than itself', async () => {
    const posterior = compile('data y: real param m ~ Normal(0, 2) observe y ~ Normal(m, 2000)');
    const bound = posterior.bind({ y: 0.5 });
    for (let seed = 1; seed <= 5; seed++) {
      const { diagnostics } = await bound.fit({ method: 'laplace', seed, draws: 10 });
      expect(diagnostics.priorDivergence!.m).toBeGreaterThanOrEqual(0);
      expect(diagnostics.priorDivergence!.m).toBeLessThan(1e-6);
    }
  });

  it('is absent for a sampler', async () => {
    const posterior = compile('param m ~ Normal(0, 2)').bind({});
    const { diagnostics } = await posterior.fit({ method: 'nuts', draws: 50, warmup: 50 });
    expect(diagnostics.priorDivergence).toBeUndefined();
  });
});
