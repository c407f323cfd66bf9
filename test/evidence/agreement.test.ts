import { describe, expect, it } from 'vitest';
import {
  chooseEstimate,
  type NamedEstimate,
  notesOnAgreement,
} from '../../src/evidence/agreement.ts';

const estimate = (method: string, logEvidence: number, more: Partial<NamedEstimate> = {}) => ({
  method,
  logEvidence,
  standardError: 0.01,
  kind: 'estimate' as const,
  values: {},
  notes: [],
  ...more,
});
const doubted = {
  notes: [{ code: 'rhat', severity: 'warning' as const, message: 'The chains do not agree.' }],
};

describe('several estimates', () => {
  it('the first that its method stands by is reported, bounds only where there is nothing else', () => {
    const bound = estimate('elbo', -3, { kind: 'lower bound' });
    const bad = estimate('bridge', -2, doubted);
    const good = estimate('importance', -1);
    expect(chooseEstimate([bound, bad, good])).toBe(good);
    expect(chooseEstimate([bound, bad])).toBe(bad);
    expect(chooseEstimate([bound])).toBe(bound);
  });

  it('that differ beyond their errors are reported as a disagreement', () => {
    const first = estimate('bridge', -1);
    expect(notesOnAgreement(first, [first, estimate('importance', -1.05)])).toEqual([]);
    const [note] = notesOnAgreement(first, [first, estimate('importance', -1.06)]);
    expect(note).toMatchObject({ code: 'disagreement', severity: 'warning' });
    expect(note.message).toContain('bridge and importance disagree by 0.060');
  });

  it('a bound may lie below, not above', () => {
    const first = estimate('bridge', -1);
    const bound = (value: number) => estimate('elbo', value, { kind: 'lower bound' });
    expect(notesOnAgreement(first, [first, bound(-9)])).toEqual([]);
    expect(notesOnAgreement(first, [first, bound(-0.9)])[0].message).toContain('lies above');
  });
});
