import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluate } from '../../../src/engines/reference/evaluate.ts';
import { simplify } from '../../../src/graph/simplify.ts';
import { disagreement } from './agreement.ts';
import { randomGraphs } from './random-graphs.ts';

describe('random graphs with their gradients', () => {
  it('agree with the reference engine', () => {
    fc.assert(
      fc.property(randomGraphs, ({ graph, inputs }) => {
        expect(disagreement(graph, inputs)).toBeUndefined();
      }),
      { numRuns: 150, seed: 3, endOnFailure: true },
    );
  });

  it('agree with the reference engine when simplified', () => {
    fc.assert(
      fc.property(randomGraphs, ({ graph, inputs }) => {
        expect(disagreement(simplify(graph, evaluate), inputs)).toBeUndefined();
      }),
      { numRuns: 150, seed: 4, endOnFailure: true },
    );
  });
});
