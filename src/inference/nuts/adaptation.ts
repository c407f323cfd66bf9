import type { Random } from '../../random/random.ts';
import type { GradientTarget } from '../method.ts';
import type { ChainSettings, ChainState } from './chain.ts';
import { reasonableStepSize } from './leapfrog.ts';
import { inverseMetric, type Metric, type MetricKind } from './metric.ts';
import { Scatter } from './scatter.ts';
import { adaptStepSize, finishStepSize, type StepSizeState, startStepSize } from './step-size.ts';

/** What warm-up teaches a chain: its step size and its metric, in the windows of the schedule. */
export class Adaptation {
  stepSize: StepSizeState;
  metric: Metric;
  inverse: readonly number[];
  /** Of the positions and of the gradients there in this window. */
  readonly points: Scatter;
  readonly gradients: Scatter;
  private readonly target: GradientTarget;
  private readonly settings: ChainSettings;
  private readonly random: Random;
  private readonly kind: MetricKind;

  constructor(
    target: GradientTarget,
    chain: Pick<ChainState, 'stepSize' | 'inverse' | 'points' | 'slopes'>,
    settings: ChainSettings,
    random: Random,
  ) {
    this.target = target;
    this.settings = settings;
    this.random = random;
    this.kind = settings.metric;
    this.stepSize = chain.stepSize;
    this.inverse = chain.inverse;
    this.points = new Scatter(this.kind, target.dimension, chain.points);
    this.gradients = new Scatter(this.kind, target.dimension, chain.slopes);
    this.metric = this.kind.prepare(chain.inverse, target.dimension);
  }

  /** After a transition of warm-up. */
  learn(
    iteration: number,
    position: Float64Array,
    gradient: Float64Array,
    acceptance: number,
  ): void {
    const { schedule, warmup, targetAcceptance } = this.settings;
    this.stepSize = adaptStepSize(this.stepSize, acceptance, targetAcceptance);
    if (iteration > schedule.from && iteration <= schedule.to) {
      this.points.add(position);
      this.gradients.add(gradient);
      if (schedule.windowEnds.includes(iteration)) this.renewMetric(position);
    }
    if (iteration === warmup) this.stepSize = finishStepSize(this.stepSize);
  }

  private renewMetric(position: Float64Array): void {
    const { target, kind, random, points, gradients } = this;
    this.inverse = inverseMetric(kind, points, gradients);
    points.clear();
    gradients.clear();
    this.metric = kind.prepare(this.inverse, target.dimension);
    this.stepSize = startStepSize(
      reasonableStepSize(target, position, this.metric, random, this.stepSize.stepSize),
    );
  }
}
