import type { Engine, FlatExecutable } from '../engines/engine.ts';
import { prepareFlat } from '../engines/flat.ts';
import { evaluate } from '../engines/reference/evaluate.ts';
import { sizeOf } from '../graph/node.ts';
import { simplify } from '../graph/simplify.ts';
import type { HeldOutData } from '../inference/method.ts';
import { type BatchLowering, parametersOf, type TrainedParts } from '../lowering/batch.ts';
import { logAddExp } from '../numerics/index.ts';
import type { Random } from '../random/random.ts';
import { BatchRows } from './batch-rows.ts';
import { RandomInputs } from './random-inputs.ts';

/**
 * The graph of the log densities of a batch. Its inputs are the parameters, of normals their ρ, rows of data, and what is
 * random. Its outputs are these log densities, then for those that may be missing which are there.
 */
interface Prepared {
  readonly executable: FlatExecutable;
  readonly random: RandomInputs;
  /** Numbers in front of the rows. */
  readonly dimension: number;
  /** Log densities, and where among the outputs it stands whether each is there: −1 for those that always are. */
  readonly count: number;
  readonly presence: Int32Array;
}

export interface HeldOutOptions {
  /** How networks are trained; {} where draws of the parameters are given. */
  readonly training?: TrainedParts;
  /** Draws of what is random, of which the densities are averaged; 1 unless said, where nothing is random. */
  readonly draws?: number;
  /** Positions of the members that are looked at, all of them where it is left out. */
  readonly among?: Int32Array;
}

/**
 * How well members that training does not see are predicted: the logarithm of the mean density over draws,
 * log (1/S) Σ p(observation | draw s), averaged over all that is observed of them.
 */
export class HeldOutDensity extends BatchRows implements HeldOutData {
  readonly draws: number;
  private readonly training: TrainedParts;
  private readonly positions: Int32Array;
  private readonly known = new Map<number, Prepared>();

  /** @param size of the batches in which the members are looked at, parameterCount coordinates of the parameters */
  constructor(
    lowering: BatchLowering,
    dimension: string,
    size: number,
    parameterCount: number,
    engine: Engine,
    { training = {}, draws = 1, among }: HeldOutOptions = {},
  ) {
    super(lowering, dimension, size, parameterCount, engine, among);
    this.training = training;
    this.draws = draws;
    this.positions = among ?? Int32Array.from({ length: this.members }, (_, k) => k);
  }

  /** @param points rows of coordinates of the parameters, one a draw */
  ofDraws(points: Float64Array): number {
    const { parameterCount } = this;
    return this.mean(points.length / parameterCount, ({ executable }, draw) => {
      const from = draw * parameterCount;
      executable.inputs.set(points.subarray(from, from + parameterCount));
    });
  }

  nll(position: ArrayLike<number>, random: Random, dropoutRates: readonly number[] = []): number {
    const rows = this.lowering.rows.reduce((sum, { width }) => sum + width, 0);
    return -this.mean(this.draws, (prepared, draw, count) => {
      const { inputs } = prepared.executable;
      if (draw === 0) for (let i = 0; i < prepared.dimension; i++) inputs[i] = position[i];
      prepared.random.fill(inputs, prepared.dimension + count * rows, random, dropoutRates);
    });
  }

  dispose(): void {
    for (const { executable } of this.known.values()) executable.dispose();
    this.known.clear();
  }

  /** @param place puts a draw for so many members where the graph looks for it; draws come in order */
  private mean(
    draws: number,
    place: (prepared: Prepared, draw: number, members: number) => void,
  ): number {
    let [total, observed] = [0, 0];
    for (let batch = 0; batch < this.count; batch++) {
      const members = this.sizeOf(batch);
      const prepared = this.prepared(members);
      const { executable, dimension, count, presence } = prepared;
      const { inputs, outputs } = executable;
      this.fillRows(inputs, dimension, this.positions, batch);
      const logs = new Float64Array(count).fill(-Infinity);
      for (let draw = 0; draw < draws; draw++) {
        place(prepared, draw, members);
        executable.run();
        for (let k = 0; k < count; k++) logs[k] = logAddExp(logs[k], outputs[k]);
      }
      for (let k = 0; k < count; k++) {
        if (presence[k] >= 0 && outputs[presence[k]] === 0) continue;
        total += logs[k] - Math.log(draws);
        observed += 1;
      }
    }
    return total / observed;
  }

  private prepared(members: number): Prepared {
    const known = this.known.get(members);
    if (known !== undefined) return known;
    const model = this.lowering.lower(members, this.members, this.training);
    const { ofMembers } = model;
    const count = ofMembers.reduce((sum, { logs }) => sum + sizeOf(logs.shape), 0);
    const outputs = new Map(ofMembers.map(({ logs }, k) => [`logs ${k}`, logs]));
    for (const [k, { present }] of ofMembers.entries())
      if (present !== undefined) outputs.set(`present ${k}`, present);
    let next = count;
    const presence = ofMembers.flatMap(({ logs, present }) =>
      Array.from({ length: sizeOf(logs.shape) }, () => (present === undefined ? -1 : next++)),
    );
    const random = new RandomInputs(model.environment);
    const parameters = parametersOf(model).map(({ name, shape }) => ({
      name,
      size: sizeOf(shape),
    }));
    const inputs = [
      ...parameters,
      ...this.lowering.rows.map(({ name, width }) => ({ name, size: members * width })),
      ...random.inputs,
    ];
    const graph = simplify(model.environment.builder.finish(Object.fromEntries(outputs)), evaluate);
    const prepared = {
      executable: prepareFlat(this.engine, graph, inputs, [...outputs.keys()]),
      random,
      dimension: parameters.reduce((sum, { size }) => sum + size, 0),
      count,
      presence: Int32Array.from(presence),
    };
    this.known.set(members, prepared);
    return prepared;
  }
}
