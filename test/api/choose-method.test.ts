import { describe, expect, it } from 'vitest';
import {
  type Attempt,
  type ChoosingDensity,
  largestSampled,
  runChosen,
} from '../../src/api/choose-method.ts';
import { type Approximation, InferenceError, type Note } from '../../src/inference/method.ts';

const large: ChoosingDensity = {
  dimension: 10,
  size: { computed: largestSampled + 1 },
  engine: { name: 'wasm', precision: 'float64' },
};
const warning: Note = { code: 'poor-approximation', severity: 'warning', message: 'Far off.' };

const found = (paretoK: number, notes: readonly Note[] = []): Approximation => ({
  draws: () => ({ points: new Float64Array(0) }),
  values: { paretoK },
  notes,
});

/** The method that `auto` takes, its reason, and all that were run. */
async function choose(
  density: Partial<ChoosingDensity>,
  results: Readonly<Record<string, Approximation | Error>>,
) {
  const ran: string[] = [];
  const attempt: Attempt = async ({ name }) => {
    ran.push(name);
    const result = results[name];
    if (result instanceof Error) throw result;
    return result;
  };
  const { method, notes, approximation } = await runChosen(
    'auto',
    {},
    { ...large, ...density },
    attempt,
  );
  expect(approximation).toBe(results[method]);
  return { method, because: notes[0].message, ran };
}

describe('the choice of auto', () => {
  it('is nuts where that is quick', async () => {
    expect(await choose({ size: { computed: largestSampled } }, { nuts: found(0) })).toEqual({
      method: 'nuts',
      because: 'Method nuts, chosen because the model is small enough to sample from quickly.',
      ran: ['nuts'],
    });
  });

  it('is vi where the engine has no float64, or the parameters are many', async () => {
    const engine = { name: 'tfjs (cpu)', precision: 'float32' } as const;
    const vi = { vi: found(0.3) };
    const narrow = await choose({ engine }, vi);
    expect(narrow).toMatchObject({ method: 'vi', ran: ['vi'] });
    expect(narrow.because).toContain('which the engine tfjs (cpu) does not have');
    const wide = await choose({ dimension: 501 }, vi);
    expect(wide).toMatchObject({ method: 'vi', ran: ['vi'] });
    expect(wide.because).toContain('its 501 unconstrained coordinates are too many for laplace');
  });

  it('is laplace where nothing speaks against it, else the one with the smaller Pareto k', async () => {
    const good = await choose({}, { laplace: found(0.2) });
    expect(good).toMatchObject({ method: 'laplace', ran: ['laplace'] });
    expect(good.because).toContain('its posterior close to a normal distribution');
    const both = ['laplace', 'vi'];
    const worse = { laplace: found(0.9, [warning]), vi: found(1.1, [warning]) };
    expect(await choose({}, worse)).toMatchObject({ method: 'laplace', ran: both });
    const better = await choose({}, { laplace: found(0.9, [warning]), vi: found(0.4) });
    expect(better).toMatchObject({ method: 'vi', ran: both });
    expect(better.because).toContain('(Pareto k 0.40 against 0.90)');
  });

  it('is vi where laplace refused, with its reason', async () => {
    const saddle = new InferenceError('saddle', 'It is a saddle.');
    const { method, because } = await choose({}, { laplace: saddle, vi: found(0.4) });
    expect(method).toBe('vi');
    expect(because).toBe(
      'Method vi, chosen because the model is large and laplace refused (It is a saddle).',
    );
    const mistake = new TypeError('a mistake');
    await expect(choose({}, { laplace: mistake })).rejects.toBe(mistake);
  });
});
