import { sizeOf } from '../graph/node.ts';
import { layer } from './layer.ts';

/** A learnt vector for each member of a dimension: y = W[x]. */
export const embedding = layer({
  name: 'embedding',
  summary: 'the row of the weight that belongs to a member: W[x]; it stands first',
  settings: { dim: { kind: 'dimension' }, units: { kind: 'units' } },
  trained: 'weight',
  membersOf: 'dim',
  place: ({ input, settings: { dim, units } }) => ({
    output: [...input, ...units],
    // one row of the weight alone makes an output
    weights: { weight: [dim, ...units], fanIn: [], fanOut: units },
  }),
  build: (b, x, [weight]) => b.gather(weight, b.toInt(b.subtract(x, 1))),
  // 1 for the member, else 0
  factor: (b, x, [weight]) => {
    const members = Float64Array.from({ length: weight.shape[0] }, (_, k) => k + 1);
    return b.equal(b.reshape(x, [sizeOf(x.shape), 1]), b.constant(members, [1, members.length]));
  },
});
