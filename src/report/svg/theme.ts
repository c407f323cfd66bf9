/**
 * Colours of pictures and pages, light and dark. Text has a contrast of at least 4.5 on its ground and marks of at least
 * 3 (WCAG 2.1, AA); the series are told apart by people with the common forms of colour blindness (after Okabe and Ito
 * 2008, darkened or lightened for contrast).
 */
export interface Theme {
  readonly ground: string;
  readonly ink: string;
  readonly faint: string;
  readonly grid: string;
  /** What is fitted, and the areas of it. */
  readonly main: string;
  readonly warning: string;
  readonly series: readonly string[];
}

export const light: Theme = {
  ground: '#ffffff',
  ink: '#1b1f24',
  faint: '#57606a',
  grid: '#e4e7eb',
  main: '#0072b2',
  warning: '#b34700',
  series: ['#0072b2', '#c65300', '#00805d', '#a8508a', '#7a6a00', '#57606a'],
};

export const dark: Theme = {
  ground: '#14171a',
  ink: '#e8eaed',
  faint: '#a3abb5',
  grid: '#2c3138',
  main: '#56b4e9',
  warning: '#ff9d5c',
  series: ['#56b4e9', '#f08c3c', '#3fcf9f', '#e29bc4', '#e0d040', '#a3abb5'],
};

/** How many colours series have before they come again. */
const seriesCount = light.series.length;

/** The class of a series' colour. */
export function seriesClass(position: number): string {
  return `s${position % seriesCount}`;
}

function variables(theme: Theme): string {
  const { series, ...colours } = theme;
  return [
    ...Object.entries(colours).map(([name, colour]) => `--${name}:${colour}`),
    ...series.map((colour, k) => `--s${k}:${colour}`),
  ].join(';');
}

/** Rules that give an element, and what is in it, the colours of the reader's choice. */
export function colourRules(selector: string): string {
  return [
    `${selector}{${variables(light)};color-scheme:light dark}`,
    `@media (prefers-color-scheme:dark){${selector}{${variables(dark)}}}`,
  ].join('\n');
}

/** Rules of the marks of pictures. */
export const pictureRules = [
  '.picture{background:var(--ground);font:12px system-ui,-apple-system,"Segoe UI",sans-serif}',
  '.picture text{fill:var(--ink)}',
  '.picture .tick,.picture .note{fill:var(--faint)}',
  '.picture .title{font-weight:600;font-size:13px}',
  '.picture .grid{stroke:var(--grid);stroke-width:1}',
  '.picture .axis{stroke:var(--faint);stroke-width:1}',
  '.picture .line{fill:none;stroke:var(--colour,var(--main));stroke-width:1.5;stroke-linejoin:round}',
  '.picture .thin{stroke-width:.75;opacity:.55}',
  '.picture .thick{stroke-width:3}',
  '.picture .dashed{stroke-dasharray:5 3}',
  '.picture .area{fill:var(--colour,var(--main));fill-opacity:.22;stroke:none}',
  '.picture .bar{fill:var(--colour,var(--main));fill-opacity:.55}',
  '.picture .dot{fill:var(--colour,var(--main))}',
  '.picture .cloud{fill-opacity:.4}',
  '.picture .ink{--colour:var(--ink)}',
  '.picture .faded{--colour:var(--faint)}',
  '.picture .warning{--colour:var(--warning)}',
  ...Array.from({ length: seriesCount }, (_, k) => `.picture .s${k}{--colour:var(--s${k})}`),
].join('\n');
