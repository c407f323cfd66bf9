import { classForecasts } from '../../api/observed.ts';
import type { Prediction } from '../../api/prediction.ts';
import { Random } from '../../random/random.ts';
import { intervalCoverage, predictiveRanks, reliability } from '../../results/calibration.ts';
import { likeliestForecasts } from '../../results/class-scores.ts';
import { coverageDiagram, reliabilityDiagram } from '../svg/calibration.ts';
import type { Picture } from '../svg/picture.ts';
import { type CheckedOutcome, predictedMeans } from './replicated.ts';

const titleOf = (name: string): string => `${name}: probabilities and what came`;
const likeliest = { x: 'probability of the likeliest class', y: 'share of rows in which it came' };

/** Whether what was predicted of an outcome is as often right as it says; where there is a temperature, before and after. */
export function calibrationPictures(outcome: CheckedOutcome, prediction: Prediction): Picture[] {
  const { name, observed, values, kind, cells } = outcome;
  const { given, simulation, temperatures } = prediction.parts;
  const collector = given.find((one) => one.name === name);
  if (kind === 'class' && collector !== undefined) {
    const all = simulation.outcomes.find((one) => one.name === name)!;
    const picture = (title: string, of: (cell: number) => Float64Array): Picture => {
      const { came, probabilities } = likeliestForecasts(classForecasts(all, cells, of));
      return reliabilityDiagram(title, reliability(came, probabilities), likeliest);
    };
    const own = temperatures?.[name];
    const tempered = (cell: number): Float64Array => collector.predictiveOf(cell);
    if (own === undefined) return [picture(titleOf(name), tempered)];
    return [
      picture(`${name}: before temperature scaling`, (cell) => collector.averageOf(cell)),
      picture(`${name}: at temperature ${own.value.toFixed(2)}`, tempered),
    ];
  }
  if (kind === 'binary')
    return [reliabilityDiagram(titleOf(name), reliability(observed, predictedMeans(outcome)))];
  const places = predictiveRanks(observed, values, Random.fromSeed(1));
  return [coverageDiagram(name, intervalCoverage(places), observed.length)];
}
