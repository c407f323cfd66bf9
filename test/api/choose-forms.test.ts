import { describe, expect, it } from 'vitest';
import { notesOnOtherForms } from '../../src/api/choose-forms.ts';
import { compile } from '../../src/api/compile.ts';
import type { Note } from '../../src/inference/method.ts';
import { Random } from '../../src/random/random.ts';

const groups = `
dim group
dim obs
data group[obs]: group
data y[obs]: real
param mu ~ Normal(0, 10)
param tau ~ HalfNormal(10)
param sigma ~ HalfNormal(10)
param a[group] ~ Normal(mu, tau)
observe y[i in obs] ~ Normal(a[group[i]], sigma)
`;

/** Groups that differ by `tau` around 1, observations that differ by 1 within a group. */
function dataOf(count: number, each: number, tau: number, seed: number) {
  const random = Random.fromSeed(seed);
  const levels = Array.from({ length: count }, () => 1 + tau * random.normal());
  const group = levels.flatMap((_, k) => new Array<number>(each).fill(k + 1));
  return { group, y: group.map((k) => levels[k - 1] + random.normal()) };
}

const schools = `
dim school
data y[school]: real
data sigma[school]: positive
param mu ~ Normal(0, 5)
param tau ~ HalfCauchy(5)
param theta[school] ~ Normal(mu, tau)
observe y ~ Normal(theta, sigma)
`;
// Rubin (1981)
const y = [28, 8, -3, 7, -1, 1, 18, 12];
const sigma = [15, 10, 16, 11, 9, 11, 10, 18];

describe('the form of a parameter of a hierarchy', () => {
  it.each([1, 2, 3])('is centred where the groups have much data (seed %d)', (seed) => {
    for (const [count, each] of [
      [10, 20],
      [50, 20],
    ])
      expect(
        compile(groups)
          .bind(dataOf(count, each, 1, seed))
          .inChosenForms()
          .inChosenForms()
          .forms.get('a')!.form,
        `${count} × ${each}`,
      ).toBe('centred');
  });

  it.each([1, 2, 3])('is non-centred where they have little (seed %d)', (seed) => {
    for (const [count, each] of [
      [20, 3],
      [50, 3],
    ])
      expect(
        compile(groups)
          .bind(dataOf(count, each, 0.3, seed))
          .inChosenForms()
          .inChosenForms()
          .forms.get('a')!.form,
        `${count} × ${each}`,
      ).toBe('non-centred');
  });

  it('depends on how precise the data are', () => {
    const form = (factor: number) =>
      compile(schools)
        .bind({ y, sigma: sigma.map((s) => s / factor) })
        .inChosenForms()
        .inChosenForms()
        .forms.get('theta')!.form;
    expect(form(1)).toBe('non-centred');
    expect(form(10)).toBe('centred');
  });

  it('is decided at each level of a hierarchy', () => {
    const nested = groups
      .replace('dim obs', 'dim obs dim region data region[group]: region')
      .replace('param tau', 'param s ~ HalfNormal(1) param m[region] ~ Normal(mu, s) param tau')
      .replace(/param a.*/, 'param a[j in group] ~ Normal(m[region[j]], tau)');
    const data = { ...dataOf(12, 30, 1, 1), region: [1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4] };
    const { forms } = compile(nested).bind(data).inChosenForms();
    expect(forms.get('a')!.form).toBe('centred');
    // the groups differ by much more than the regions, of which each has three
    expect(forms.get('m')!.form).toBe('non-centred');
  });

  it('is as asked for, without a reason', () => {
    const { forms, lowered } = compile(schools)
      .bind({ y, sigma }, { forms: { theta: 'centred' } })
      .inChosenForms();
    expect([...forms]).toEqual([['theta', { form: 'centred' }]]);
    expect(lowered.parameters.map(({ form }) => form)).toEqual(['centred', 'centred', 'centred']);
  });

  it('is told in the notes of a fit', async () => {
    const fit = await compile(schools)
      .bind({ y, sigma })
      .fit({ method: 'nuts', chains: 2, warmup: 200, draws: 200 });
    expect(fit.diagnostics.notes.find(({ code }) => code === 'form')).toEqual({
      code: 'form',
      severity: 'note',
      message:
        'theta is drawn in its non-centred form, as the data say little about its elements beyond its prior (--form chooses another).',
    });
  });

  it('has another beside it where chains have trouble', () => {
    const posterior = compile(schools).bind({ y, sigma }).inChosenForms();
    const energy: Note = { code: 'energy', severity: 'warning', message: '' };
    expect(notesOnOtherForms(posterior, [{ ...energy, code: 'tree-depth' }])).toEqual([]);
    expect(notesOnOtherForms(posterior, [energy])).toEqual([
      {
        code: 'other-form',
        severity: 'note',
        message: 'Another form may be easier to draw: --form theta=centred.',
      },
    ]);
    const walk = 'dim t = 3 param w[i in t] ~ if i == 1 then Normal(0, 1) else Normal(w[i - 1], 1)';
    const [note] = notesOnOtherForms(compile(walk).bind({}).inChosenForms(), [energy]);
    expect(note.message).toContain('The prior of w uses its own elements');
    const plain = compile('param m ~ Normal(0, 1)').bind({}).inChosenForms();
    expect(notesOnOtherForms(plain, [energy])).toEqual([]);
  });
});
