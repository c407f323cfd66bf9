import { InferenceError } from '../inference/method.ts';
import { advance, isDone, type Run, startRun, temperatureOf } from '../inference/smc/particles.ts';
import { rowsOf, runs, smc as smcMethod } from '../inference/smc/smc.ts';
import type { EvidenceEstimator, EvidenceProblem } from './estimator.ts';

/** An estimate whose error exceeds this says little: a factor of 1.3 either way on the evidence. */
const largestError = 0.25;
/** Draws of the prior between two looks at the clock. */
const batch = 64;

/** With fewer particles the moves cannot be learned. */
const fewestParticles = 50;

const streams = { prior: 0, particles: 1, plan: 2 } as const;

/**
 * Tempered sequential Monte Carlo from draws of the prior. The particles find all modes that draws of the prior
 * can find, with their weights; several independent runs give the error.
 */
export const smc: EvidenceEstimator = {
  name: 'smc',
  summary: 'tempered sequential Monte Carlo from the prior to the posterior: for several modes',
  async estimate(problem) {
    const { target, random } = problem;
    if (target.dimension === 0) {
      throw new InferenceError(
        'no-parameters',
        'The model has no parameters. Use --evidence exact.',
      );
    }
    const particles = Math.floor(problem.draws / runs);
    if (particles < fewestParticles) {
      throw new InferenceError(
        'few-draws',
        `SMC needs at least ${runs * fewestParticles} draws: draw more (--draws).`,
      );
    }
    const start = await drawPrior(problem, (1 + runs) * particles);
    const ofPlan = particles * target.dimension;
    const planned = await makePlan(problem, start.subarray(0, ofPlan));
    const found = await problem.fit(
      smcMethod,
      { start: start.subarray(ofPlan), plan: planned.stages },
      random.stream(streams.particles),
      target.tempered,
    );
    const { logEvidence, standardError, stickiness } = found.values;
    const notes = [...found.notes];
    if (!(standardError <= largestError)) {
      notes.push({
        code: 'large-error',
        severity: 'warning',
        message: `The ${runs} runs of SMC differ so much that the error is ${standardError.toPrecision(2)}: draw more (--draws).`,
      });
    }
    return {
      logEvidence,
      standardError,
      kind: 'estimate',
      values: { runs, temperatures: planned.stages.length, stickiness },
      notes,
    };
  },
};

/** @throws InferenceError where nothing can be drawn from a prior */
async function drawPrior(
  { target, random, pause }: EvidenceProblem,
  draws: number,
): Promise<Float64Array> {
  const { dimension, prior } = target;
  const reasons = [...prior.impossible.values()];
  if (reasons.length > 0) {
    throw new InferenceError(
      'no-prior-draws',
      `SMC starts from draws of the prior, and ${reasons.join('; ')}. Use --evidence bridge,importance.`,
    );
  }
  const source = random.stream(streams.prior);
  const points = new Float64Array(draws * dimension);
  for (let row = 0; row < draws; row++) {
    points.set(prior.draw(source.stream(row)), row * dimension);
    if (row % batch === 0) await pause(row / draws, 'draws of the prior');
  }
  return points;
}

/** A run that learns temperatures and moves, at its end. */
async function makePlan(
  { target, random, pause }: EvidenceProblem,
  start: Float64Array,
): Promise<Run> {
  let run = startRun(rowsOf(start, target.dimension), random.stream(streams.plan));
  while (!isDone(run)) {
    run = advance(target.tempered, run);
    await pause(0, `first run, inverse temperature ${temperatureOf(run).toPrecision(2)}`);
  }
  return run;
}
