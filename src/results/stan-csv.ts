import { type DrawColumn, type Draws, elementCount } from './draws.ts';

/** Stan's names of the figures of a draw, in its order (CmdStan guide, "Stan CSV file format"). */
export const STATISTICS: readonly (readonly [string, string])[] = [
  ['logDensity', 'lp__'],
  ['acceptance', 'accept_stat__'],
  ['stepSize', 'stepsize__'],
  ['treeDepth', 'treedepth__'],
  ['steps', 'n_leapfrog__'],
  ['diverging', 'divergent__'],
  ['energy', 'energy__'],
];

/**
 * The draws as texts in the format of CmdStan's output files, one a chain: comments, a header of names such as
 * `theta.1` and `K.2.1` with the first index fastest, one line a draw.
 */
export function stanCsv(
  draws: Draws,
  about: { readonly model: string; readonly method: string; readonly seed: number },
): string[] {
  const { chains = 1, count } = draws;
  const figures = STATISTICS.filter(([name]) => draws.statistics[name] !== undefined);
  const columns = [...draws.columns.values()].map((column) => ({
    column,
    places: columnMajor(column.shape),
  }));
  const header = [
    ...figures.map(([, name]) => name),
    ...columns.flatMap(({ column: { name, shape }, places }) =>
      places.map((place) => [name, ...indicesOf(shape, place)].join('.')),
    ),
  ].join(',');
  const line = (draw: number): string =>
    [
      ...figures.map(([name]) => draws.statistics[name][draw]),
      ...columns.flatMap(({ column: { shape, values }, places }) =>
        places.map((place) => values[draw * elementCount(shape) + place]),
      ),
    ]
      .map(inStan)
      .join(',');
  const length = count / chains;
  return Array.from({ length: chains }, (_, chain) => {
    const comments = [
      `# model = ${about.model.replaceAll(/\s+/g, ' ')}`,
      `# method = ${about.method}`,
      `# seed = ${about.seed}`,
      `# id = ${chain + 1}`,
      `# num_samples = ${length}`,
    ];
    const lines = Array.from({ length }, (_, k) => line(chain * length + k));
    return `${[...comments, header, ...lines].join('\n')}\n`;
  });
}

/** Row-major places of all elements, in the order in which the first index runs fastest. */
function columnMajor(shape: DrawColumn['shape']): number[] {
  const size = elementCount(shape);
  return Array.from({ length: size }, (_, k) => {
    let rest = k;
    let place = 0;
    shape.forEach((extent, axis) => {
      place += (rest % extent) * elementCount(shape.slice(axis + 1));
      rest = Math.floor(rest / extent);
    });
    return place;
  });
}

/** From 1. */
function indicesOf(shape: DrawColumn['shape'], place: number): number[] {
  return shape.map(
    (extent, axis) => (Math.floor(place / elementCount(shape.slice(axis + 1))) % extent) + 1,
  );
}

function inStan(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  return Number.isFinite(value) ? String(value) : value > 0 ? 'inf' : '-inf';
}
