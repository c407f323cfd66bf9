import type { ByModel } from '../../api/comparison.ts';
import type { PredictiveOverlay } from '../../api/predictive-overlay.ts';
import { coverageDiagram, reliabilityOfClasses, reliabilityOverlay } from '../svg/calibration.ts';
import { masses } from '../svg/densities.ts';
import type { Picture } from '../svg/picture.ts';
import { cumulativeOverlay } from '../svg/predictive.ts';
import { seriesClass } from '../svg/theme.ts';

export const overlayTitle = 'Predictions';
export const overlaySummary =
  'Data that each model would produce, over the data observed, and the share of observations in its predictive intervals; of what is binary or a class how often what was predicted with a probability came. On the diagonal intervals and probabilities are as often right as they say, on the data of the fit somewhat more often than on new ones.';

/**
 * What several models predict, over what was observed.
 *
 * @param models in the order of their colours
 */
export function overlayPictures(
  overlays: readonly PredictiveOverlay[],
  models: readonly string[],
): Picture[] {
  // one line may lie on another: where every second is dashed both are seen
  const markOf = (model: string): string => {
    const place = models.indexOf(model);
    return place % 2 === 0 ? seriesClass(place) : `${seriesClass(place)} dashed`;
  };
  const layersOf = <T>(byModel: ByModel<T>) =>
    Object.entries(byModel).map(([text, of]) => ({ text, mark: markOf(text), of }));
  return overlays.flatMap((overlay) => {
    const { outcome } = overlay;
    if ('reliability' in overlay) {
      const lines = layersOf(overlay.reliability).map(({ of: bins, ...line }) => ({
        ...line,
        bins,
      }));
      const axes = overlay.kind === 'classes' ? reliabilityOfClasses : undefined;
      return [reliabilityOverlay(`${outcome}: probabilities and what came`, lines, axes)];
    }
    const { kind, observed, predicted, count } = overlay;
    const layers = layersOf(predicted);
    const title = `${outcome}: observed and predicted`;
    const values =
      kind === 'numbers'
        ? cumulativeOverlay(
            title,
            outcome,
            observed,
            layers.map(({ of: quantiles, ...line }) => ({ ...line, quantiles })),
          )
        : masses(
            title,
            0,
            [
              { text: 'observed', mark: 'ink', masses: observed },
              ...layers.map(({ of: shares, ...layer }) => ({ ...layer, masses: shares })),
            ],
            outcome,
          );
    const lines = layersOf(overlay.coverage).map(({ of: coverage, ...line }) => {
      return { ...line, coverage };
    });
    return [values, coverageDiagram(outcome, lines, count)];
  });
}
