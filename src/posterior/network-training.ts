import { gradient } from '../autodiff/gradient.ts';
import type { Engine, FlatExecutable, FlatInput } from '../engines/engine.ts';
import { prepareFlat } from '../engines/flat.ts';
import { evaluate } from '../engines/reference/evaluate.ts';
import { graft } from '../graph/graft.ts';
import type { Graph, Node } from '../graph/node.ts';
import { sizeOf } from '../graph/node.ts';
import { SimplifyingBuilder } from '../graph/simplify.ts';
import type { AdamRates, AdamState, HeldOut, Training } from '../inference/method.ts';
import {
  type BatchLowering,
  type LoweredBatch,
  type NamedShape,
  parametersOf,
} from '../lowering/batch.ts';
import type { Random } from '../random/random.ts';
import { type AdamNodes, adamStep } from './adam-step.ts';
import { BatchRows } from './batch-rows.ts';
import { HeldOutDensity } from './held-out.ts';
import { RandomInputs } from './random-inputs.ts';

/** One member in so many is held out. */
const HELD_OUT = 5;

/** Scalar inputs of a step. */
const [WEIGHT, STEP, ROOT] = ['batch weight', 'step', 'root'];
const OBJECTIVE = 'objective';
const DIVERGENCE = 'divergence ';
/** Of the state beside the position, and of the state after a step. */
const [FIRST, SECOND, NEXT] = ['first ', 'second ', 'next '];

/**
 * The graph of a step with batches of one size. Its inputs are the position, both running means, scalars, rows of data,
 * rates where they are given, masks and noise.
 */
interface Prepared {
  readonly executable: FlatExecutable;
  readonly parts: readonly string[];
  readonly random: RandomInputs;
  /** Coordinates of the position. */
  readonly dimension: number;
}

/** Trains the networks of a model: what is found lies in the memory of an engine, where each step changes it in place. */
export class NetworkTraining extends BatchRows implements Training {
  private readonly known = new Map<number, Prepared>();
  /** Where the state is now. */
  private current: Prepared;
  /** What the state is, as long as nothing moves. */
  private lastState: AdamState | undefined;
  private lastHeldOut:
    | (HeldOut & { readonly key: string; readonly training: NetworkTraining })
    | undefined;

  /** @param among the positions of the members that there are to be, all of them where it is left out */
  constructor(
    lowering: BatchLowering,
    dimension: string,
    size: number,
    parameterCount: number,
    engine: Engine,
    among?: Int32Array,
  ) {
    super(lowering, dimension, size, parameterCount, engine, among);
    this.current = this.prepared(this.sizeOf(0));
  }

  get parts(): readonly string[] {
    return this.current.parts;
  }

  get divergences(): Float64Array {
    return this.current.executable.outputs.subarray(1);
  }

  goOnFrom(state: AdamState): void {
    if (this.lastState === state) return;
    const { executable, dimension } = this.current;
    [state.position, state.first, state.second].forEach((values, k) => {
      executable.inputs.set(values, k * dimension);
    });
  }

  state(): AdamState {
    const { executable, dimension } = this.current;
    const [position, first, second] = [0, 1, 2].map(
      (k) => new Numbers(executable.inputs.subarray(k * dimension, (k + 1) * dimension)),
    );
    this.lastState = { position, first, second };
    return this.lastState;
  }

  step(
    order: Int32Array,
    batch: number,
    random: Random,
    { step, root }: AdamRates,
    dropoutRates: readonly number[] = [],
  ): number {
    const prepared = this.prepared(this.sizeOf(batch));
    this.moveTo(prepared);
    const { executable, dimension } = prepared;
    const { inputs, outputs } = executable;
    let at = 3 * dimension;
    for (const scalar of [this.weight(batch), step, root]) inputs[at++] = scalar;
    at = this.fillRows(inputs, at, order, batch);
    prepared.random.fill(inputs, at, random, dropoutRates);
    this.lastState = undefined;
    executable.run();
    return outputs[0];
  }

  holdOut(random: Random): HeldOut {
    const key = JSON.stringify(random.state);
    if (this.lastHeldOut?.key === key) return this.lastHeldOut;
    this.lastHeldOut?.training.dispose();
    const { lowering, engine, dimension, size, parameterCount } = this;
    const order = this.shuffled(random);
    const count = Math.round(order.length / HELD_OUT);
    const others = order.subarray(count);
    const positions = order.subarray(0, count);
    const training = new NetworkTraining(lowering, dimension, size, parameterCount, engine, others);
    const score = (points: Float64Array): number => {
      const density = new HeldOutDensity(lowering, dimension, size, parameterCount, engine, {
        among: positions,
      });
      const value = density.ofDraws(points);
      density.dispose();
      return value;
    };
    this.lastHeldOut = { key, training, score };
    return this.lastHeldOut;
  }

  dispose(): void {
    for (const { executable } of this.known.values()) executable.dispose();
    this.known.clear();
    this.lastHeldOut?.training.dispose();
  }

  /** Takes the state along to the graph of another size of batch. */
  private moveTo(prepared: Prepared): void {
    if (prepared === this.current) return;
    const { executable, dimension } = this.current;
    prepared.executable.inputs.set(executable.inputs.subarray(0, 3 * dimension));
    this.current = prepared;
  }

  private prepared(count: number): Prepared {
    const known = this.known.get(count);
    if (known !== undefined) return known;
    const model = this.lowering.lower(count, this.members);
    const { dropout } = model.environment;
    const random = new RandomInputs(model.environment);
    const learned = random.takesRates ? [] : (dropout?.rateInputs ?? []);
    const position = [...parametersOf(model), ...learned.map((name) => ({ name, shape: [] }))];
    const state = ['', FIRST, SECOND].flatMap((prefix) =>
      position.map(
        ({ name, shape }): FlatInput => ({
          name: prefix + name,
          size: sizeOf(shape),
          next: NEXT + prefix + name,
        }),
      ),
    );
    const inputs = [
      ...state,
      ...[WEIGHT, STEP, ROOT].map((name) => ({ name, size: 1 })),
      ...this.lowering.rows.map(({ name, width }) => ({ name, size: count * width })),
      ...random.inputs,
    ];
    const parts = [...model.divergences.keys()];
    const outputs = [OBJECTIVE, ...parts.map((part) => DIVERGENCE + part)];
    const executable = prepareFlat(this.engine, stepGraph(model, position), inputs, outputs);
    const dimension = position.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
    const prepared = { executable, parts, random, dimension };
    this.known.set(count, prepared);
    return prepared;
  }
}

/** The objective, divergences, and the state after the step. */
function stepGraph(model: LoweredBatch, position: readonly NamedShape[]): Graph {
  const b = new SimplifyingBuilder(evaluate);
  const { logDensity } = model;
  const wanted = Array.from(model.divergences, ([part, node]) => [DIVERGENCE + part, node]);
  const estimates = graft(
    b,
    model.environment.builder.finish({ [OBJECTIVE]: logDensity, ...Object.fromEntries(wanted) }),
  );
  const objective = b.multiply(estimates[OBJECTIVE], b.input(WEIGHT, []));
  const variables = position.map(({ name, shape }) => b.input(name, shape));
  const slopes = gradient(b, objective, variables);
  const sizes = [objective, ...slopes].map((node) => b.max(b.abs(node)));
  const largest = sizes.reduce((a, c) => b.maximum(a, c));
  const moves = b.less(largest, Number.POSITIVE_INFINITY);
  const rates = { step: b.input(STEP, []), root: b.input(ROOT, []) };
  const outputs: Record<string, Node> = {
    ...estimates,
    [OBJECTIVE]: b.where(moves, objective, Number.NaN),
  };
  position.forEach(({ name, shape }, k) => {
    const before: AdamNodes = {
      position: variables[k],
      first: b.input(FIRST + name, shape),
      second: b.input(SECOND + name, shape),
    };
    const after = adamStep(b, before, slopes[k], rates, moves);
    outputs[NEXT + name] = after.position;
    outputs[NEXT + FIRST + name] = after.first;
    outputs[NEXT + SECOND + name] = after.second;
  });
  return b.finish(outputs);
}

/** Numbers that are an array in JSON. */
class Numbers extends Float64Array {
  toJSON(): number[] {
    return Array.from(this);
  }
}
