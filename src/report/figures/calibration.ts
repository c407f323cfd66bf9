import {
  binaryReliability,
  type CheckedOutcome,
  centralCoverage,
  classReliability,
} from '../../api/checked-outcomes.ts';
import type { Prediction } from '../../api/prediction.ts';
import type { ReliabilityBin } from '../../results/calibration.ts';
import { coverageDiagram, reliabilityDiagram, reliabilityOfClasses } from '../svg/calibration.ts';
import type { Picture } from '../svg/picture.ts';

const titleOf = (name: string): string => `${name}: probabilities and what came`;

/** Whether what was predicted of an outcome is as often right as it says; where there is a temperature, before and after. */
export function calibrationPictures(outcome: CheckedOutcome, prediction: Prediction): Picture[] {
  const { name, kind } = outcome;
  const bins = kind === 'class' ? classReliability(outcome, prediction) : undefined;
  if (bins !== undefined) {
    const picture = (title: string, own: readonly ReliabilityBin[]): Picture =>
      reliabilityDiagram(title, own, reliabilityOfClasses);
    const temperature = prediction.parts.temperatures?.[name];
    if (temperature === undefined) return [picture(titleOf(name), bins)];
    const before = classReliability(outcome, prediction, 'plain')!;
    return [
      picture(`${name}: before temperature scaling`, before),
      picture(`${name}: at temperature ${temperature.value.toFixed(2)}`, bins),
    ];
  }
  if (kind === 'binary') return [reliabilityDiagram(titleOf(name), binaryReliability(outcome))];
  const line = { coverage: centralCoverage(outcome), mark: 'ink', text: 'observed' };
  return [coverageDiagram(name, [line], outcome.observed.length)];
}
