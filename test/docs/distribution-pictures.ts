/** The small pictures of docs/language.md: densities as the compiler has them, as SVG. */
import type { Distribution } from '../../src/distributions/distribution.ts';
import { distributions } from '../../src/distributions/index.ts';
import { prepare } from '../../src/engines/reference/engine.ts';
import { Builder } from '../../src/graph/builder.ts';
import { dark, light } from '../../src/report/svg/theme.ts';
import { formulas, type Pictured } from './distribution-formulas.ts';

const [WIDTH, HEIGHT, MARGIN] = [160, 72, 4];
/** Of a curve. */
const POINTS = 80;

/** The density at each x for some arguments. */
function densities(
  { logDensity }: Distribution,
  arguments_: Readonly<Record<string, number | readonly number[]>>,
  xs: readonly number[],
): number[] {
  const b = new Builder();
  const nodes = Object.entries(arguments_).map(([name, value]) => {
    const values = [value].flat();
    const shape = typeof value === 'number' ? [] : [1, values.length];
    return [name, b.constant(Float64Array.from(values), shape)] as const;
  });
  const x = b.constant(Float64Array.from(xs), [xs.length]);
  const value = b.broadcast(b.exp(logDensity(b, x, Object.fromEntries(nodes))), [xs.length]);
  return [...prepare(b.finish({ value })).run({}).value];
}

/** Curves of numbers, stems of whole numbers and categories; the second arguments in the second colour. */
function picture(distribution: Distribution, { range, arguments: rows }: Pictured): string {
  const [from, to] = range;
  const isWhole = distribution.support.kind !== 'real';
  const steps = isWhole ? to - from : POINTS;
  const xs = Array.from({ length: steps + 1 }, (_, k) => from + ((to - from) * k) / steps);
  const series = rows.map((row) => densities(distribution, row, xs));
  const highest = Math.max(...series.flat().filter(Number.isFinite));
  const inset = isWhole ? WIDTH / (2 * (steps + 1)) : MARGIN;
  const across = (x: number): number => inset + ((x - from) / (to - from)) * (WIDTH - 2 * inset);
  const down = (density: number): number =>
    HEIGHT - MARGIN - (Math.min(density, highest) / highest) * (HEIGHT - 2 * MARGIN);
  const place = (x: number, density: number): string =>
    `${across(x).toFixed(1)} ${down(density).toFixed(1)}`;
  const paths = series.map((values, k) => {
    // stems of two series stand side by side
    const shift = isWhole ? (k - (rows.length - 1) / 2) * 4 : 0;
    const d = isWhole
      ? values.map((v, i) => `M${place(xs[i], 0)}V${down(v).toFixed(1)}`).join('')
      : `M${values.map((v, i) => place(xs[i], v)).join('L')}`;
    return `<path class="s${k}" d="${d}"${shift === 0 ? '' : ` transform="translate(${shift})"`}/>`;
  });
  const colours = ({ series: colour, grid }: typeof light): string =>
    `.s0{stroke:${colour[0]}}.s1{stroke:${colour[1]}}.a{stroke:${grid}}`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}">`,
    `<title>${distribution.name}${rows.map((row) => `(${inWords(row)})`).join(', ')}</title>`,
    `<style>path{fill:none;stroke-width:${isWhole ? 3 : 1.5};stroke-linejoin:round}${colours(light)}@media(prefers-color-scheme:dark){${colours(dark)}}</style>`,
    `<path class="a" d="M0 ${HEIGHT - MARGIN}H${WIDTH}"/>`,
    ...paths,
    '</svg>',
    '',
  ].join('\n');
}

/** `mean = 0, sd = 1` */
export const inWords = (row: Pictured['arguments'][number]): string =>
  Object.entries(row)
    .map(
      ([name, value]) => `${name} = ${typeof value === 'number' ? value : `[${value.join(', ')}]`}`,
    )
    .join(', ');

/** By the path from docs/ on. */
export function distributionPictures(): ReadonlyMap<string, string> {
  return new Map(
    [...distributions.values()].map((distribution) => [
      picturePath(distribution.name),
      picture(distribution, formulas[distribution.name].picture),
    ]),
  );
}

export const picturePath = (name: string): string => `distributions/${name}.svg`;
