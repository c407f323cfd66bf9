import { chart, text } from './chart.ts';
import { bar } from './marks.ts';
import type { Picture } from './picture.ts';
import type { Domain } from './scale.ts';

export interface NamedBar {
  readonly label: string;
  readonly value: number;
  /** What stands behind the bar. */
  readonly text: string;
}

/** Amounts by name, from the top down, each with its figure. */
export function bars(
  title: string,
  rows: readonly NamedBar[],
  axis: { readonly title: string; readonly domain?: Domain },
): Picture {
  const highest = Math.max(0, ...rows.map(({ value }) => value).filter(Number.isFinite));
  // room for the figure behind the longest bar
  const domain = axis.domain ?? ([0, highest === 0 ? 1 : 1.25 * highest] as const);
  return chart(
    {
      title,
      fieldHeight: rows.length * 20 + 6,
      x: { title: axis.title, domain },
      y: {
        title: '',
        domain: [rows.length - 0.4, -0.6],
        ticks: rows.map(({ label }, value) => ({ value, text: label })),
        grid: false,
      },
    },
    (field) =>
      rows.flatMap(({ value, text: figure }, k) => {
        const shown = Number.isFinite(value) ? Math.min(value, domain[1]) : 0;
        const half = 7 / 20;
        const shape = { ...field, y: (at: number) => field.y(k + at) };
        return [
          bar(shape, 0, shown, half, '', -half),
          text(figure, field.x(shown) + 5, field.y(k) + 4, { class: 'tick' }),
        ];
      }),
  );
}
