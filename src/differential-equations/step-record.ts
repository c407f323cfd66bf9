/** The accepted steps of a solution, each with the states at which it asked for slopes. */
export class StepRecord {
  /** How many steps there are. */
  steps = 0;
  /** Of each step: where it begins, and its length. */
  readonly from: number[] = [];
  readonly lengths: number[] = [];
  /** The order of its formula, of a method that changes it. */
  readonly orders: number[] = [];
  /** Elements of a state. */
  private readonly size: number;
  /** States of each step. */
  private readonly stages: number;
  private states: Float64Array;

  constructor(size: number, stages: number) {
    this.size = size;
    this.stages = stages;
    this.states = new Float64Array(64 * stages * size);
  }

  clear(): void {
    this.steps = 0;
  }

  /** @param points the states of all stages but the last one, which is `end` */
  add(
    from: number,
    length: number,
    points: readonly Float64Array[],
    end: Float64Array,
    order = 0,
  ): void {
    const { size, stages } = this;
    const offset = this.steps * stages * size;
    if (offset + stages * size > this.states.length) {
      const longer = new Float64Array(2 * this.states.length);
      longer.set(this.states);
      this.states = longer;
    }
    const { states } = this;
    for (let stage = 0; stage < stages; stage++) {
      const point = stage < points.length ? points[stage] : end;
      const at = offset + stage * size;
      for (let i = 0; i < size; i++) states[at + i] = point[i];
    }
    this.from[this.steps] = from;
    this.lengths[this.steps] = length;
    this.orders[this.steps] = order;
    this.steps += 1;
  }

  /** Copies the state of a stage to `target`. */
  read(step: number, stage: number, target: Float64Array): void {
    const { size, states } = this;
    const at = (step * this.stages + stage) * size;
    for (let i = 0; i < size; i++) target[i] = states[at + i];
  }
}
