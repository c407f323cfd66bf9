import type { Engine } from '../engines/engine.ts';
import { prepareFlat } from '../engines/flat.ts';
import { evaluate } from '../engines/reference/evaluate.ts';
import { simplify } from '../graph/simplify.ts';
import type { BatchLowering } from '../lowering/batch.ts';
import { logAddExp } from '../numerics/index.ts';
import { parameterInputs } from './density.ts';

/**
 * How well draws of the parameters predict some members of a dimension: log (1/S) Σ p(member | draw) over the S draws,
 * averaged over the members.
 *
 * @param positions of the members
 * @param points S rows of `dimension` coordinates
 */
export function heldOutScore(
  lowering: BatchLowering,
  engine: Engine,
  positions: Int32Array,
  points: Float64Array,
  dimension: number,
): number {
  const model = lowering.lower(1, 1, {});
  const { ofMembers } = model;
  const graph = simplify(model.environment.builder.finish({ ofMembers }), evaluate);
  const rows = lowering.rows.map(({ name, width }) => ({ name, size: width }));
  const given = [...parameterInputs(model), ...rows];
  const executable = prepareFlat(engine, graph, given, ['ofMembers']);
  const { inputs, outputs } = executable;
  const count = points.length / dimension;
  let total = 0;
  for (const position of positions) {
    let at = dimension;
    for (const { values, width } of lowering.rows) {
      inputs.set(values.subarray(position * width, (position + 1) * width), at);
      at += width;
    }
    let sum = -Infinity;
    for (let draw = 0; draw < count; draw++) {
      inputs.set(points.subarray(draw * dimension, (draw + 1) * dimension));
      executable.run();
      sum = logAddExp(sum, outputs[0]);
    }
    total += sum - Math.log(count);
  }
  executable.dispose();
  return total / positions.length;
}
