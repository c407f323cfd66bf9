/** A fit as what is kept of it: a header of plain JSON, and the bytes of its draws. */
import { Fnv1a } from '../binding/fingerprint.ts';
import type { Note } from '../inference/method.ts';
import type { DrawColumn } from '../results/draws.ts';
import { Draws, elementCount } from '../results/draws.ts';
import { summaryTable } from '../results/summary-table.ts';
import type { TypedModel } from '../semantics/typed-model.ts';
import { version } from '../version.ts';
import { Fit, type FitJson, type FitParts, type QuantityKind } from './fit.ts';
import type { PlacedNormal } from './prior-fit.ts';
import type { Temperatures } from './temperature.ts';

/** What a fit was made from. */
export interface FitOrigin {
  readonly fileName: string;
  /** The model's text. */
  readonly source: string;
  /** Fingerprint of the data. */
  readonly data: string;
  /** The options that decide on the numbers. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly forms: Readonly<Record<string, string>>;
}

export interface SavedColumn extends Omit<DrawColumn, 'values' | 'labels' | 'centre'> {
  readonly kind: QuantityKind;
  /** Points of tangents, where networks are replaced by theirs. */
  readonly centres?: number;
  readonly labels: readonly (readonly string[] | null)[];
}

/** `fit.json` of a saved fit. */
export interface FitHeader {
  readonly format: typeof FORMAT;
  /** Version of this package. */
  readonly credence: string;
  readonly origin: FitOrigin;
  readonly result: FitJson;
  /** By outcome, where held-out data gave some. */
  readonly temperatures?: Temperatures;
  readonly draws: {
    /** Of the bytes: float64, little-endian, column after column, row-major draws × elements; then the statistics, and the centres. */
    readonly fingerprint: string;
    readonly count: number;
    readonly chains: number | null;
    readonly columns: readonly SavedColumn[];
    /** Names of the figures of each draw. */
    readonly statistics: readonly string[];
    /** Behind the draws: means and standard deviations, and the factor of the covariance where there is one. */
    readonly normal?: {
      readonly coordinates: PlacedNormal['coordinates'];
      readonly hasFactor: boolean;
    };
  };
}

export interface SavedFit {
  readonly header: FitHeader;
  readonly draws: Uint8Array<ArrayBuffer>;
}

const FORMAT = 'credence fit 1';

/** A saved fit that cannot be read; its message says why. */
export class SavedFitError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'SavedFitError';
  }
}

export function saveFit(
  result: FitJson,
  origin: FitOrigin,
  draws: Draws,
  kindOf: (name: string) => QuantityKind,
  { temperatures, normal }: Pick<FitParts, 'temperatures' | 'normal'> = {},
): SavedFit {
  const columns = [...draws.columns.values()];
  const figures = Object.entries(draws.statistics);
  const bytes = littleEndian([
    ...columns.map(({ values }) => values),
    ...figures.map(([, values]) => values),
    ...columns.flatMap(({ centre }) => (centre === undefined ? [] : [centre])),
    ...(normal ? [normal.mean, normal.sd] : []),
    ...(normal?.factor ? [normal.factor] : []),
  ]);
  const header: FitHeader = {
    format: FORMAT,
    credence: version,
    origin,
    result,
    ...(temperatures && { temperatures }),
    draws: {
      fingerprint: fingerprintOf(bytes),
      count: draws.count,
      chains: draws.chains ?? null,
      columns: columns.map(({ name, shape, labels, dimensions, centre }) => ({
        name,
        kind: kindOf(name),
        ...(centre && { centres: centre.length / elementCount(shape) }),
        shape,
        dimensions,
        labels: labels.map((axis) => axis ?? null),
      })),
      statistics: figures.map(([name]) => name),
      ...(normal && {
        normal: { coordinates: normal.coordinates, hasFactor: normal.factor !== undefined },
      }),
    },
  };
  return { header, draws: bytes };
}

/**
 * The fit that was saved. Draws of a `let` are not kept.
 *
 * @param typedOf compiles the model's text, as a method draws from it, where it is wanted
 * @throws SavedFitError where header and draws are not those of one saved fit.
 */
export function restoreFit(
  header: unknown,
  bytes: Uint8Array<ArrayBuffer>,
  typedOf: (origin: FitOrigin, method: string) => TypedModel,
): Fit {
  if (!isHeader(header)) {
    throw new SavedFitError('this is no fit that this version of credence can read');
  }
  const { draws: layout, result, origin, temperatures } = header;
  if (fingerprintOf(bytes) !== layout.fingerprint) {
    throw new SavedFitError('the draws are not those that were saved with this fit');
  }
  const numbers = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  const take = (length: number): Float64Array => {
    const start = at;
    at += length;
    return Float64Array.from({ length }, (_, k) => numbers.getFloat64(8 * (start + k), true));
  };
  const columns = layout.columns.map(({ name, shape, dimensions, labels }) => ({
    name,
    shape,
    dimensions,
    labels: labels.map((axis) => axis ?? undefined),
    values: take(layout.count * elementCount(shape)),
  }));
  const statistics = Object.fromEntries(
    layout.statistics.map((name) => [name, take(layout.count)]),
  );
  const centred = columns.map((column, k) =>
    withCentres(column, layout.columns[k].centres ?? 0, take),
  );
  const draws = new Draws(layout.count, centred, layout.chains ?? undefined, statistics);
  const normal = layout.normal && restoredNormal(layout.normal, take);
  const { model, method, engine, seed, diagnostics, timing } = result;
  return new Fit({
    model,
    method,
    engine,
    seed,
    diagnostics,
    timing,
    draws,
    rows: summaryTable(draws),
    drawsOfLet: undefined,
    quantities: layout.columns.map(({ name, kind }) => ({ name, kind })),
    origin: () => origin,
    typed: () => typedOf(origin, method),
    bound: undefined,
    ...(temperatures && { temperatures }),
    ...(normal && { normal }),
  });
}

function restoredNormal(
  { coordinates, hasFactor }: NonNullable<FitHeader['draws']['normal']>,
  take: (length: number) => Float64Array,
): PlacedNormal {
  const dimension = coordinates.reduce((sum, { size }) => sum + size, 0);
  const [mean, sd] = [take(dimension), take(dimension)];
  return { coordinates, mean, sd, ...(hasFactor && { factor: take(dimension ** 2) }) };
}

function withCentres(
  column: DrawColumn,
  count: number,
  take: (length: number) => Float64Array,
): DrawColumn {
  return count === 0 ? column : { ...column, centre: take(count * elementCount(column.shape)) };
}

function isHeader(value: unknown): value is FitHeader {
  const { format, draws, result, origin } = (value ?? {}) as Partial<FitHeader>;
  return (
    format === FORMAT &&
    Array.isArray(draws?.columns) &&
    Array.isArray(result?.diagnostics?.notes satisfies readonly Note[] | undefined) &&
    typeof origin?.source === 'string'
  );
}

function fingerprintOf(bytes: Uint8Array): string {
  const hash = new Fnv1a();
  hash.bytes(bytes);
  return hash.digest();
}

function littleEndian(arrays: readonly Float64Array[]): Uint8Array<ArrayBuffer> {
  const length = arrays.reduce((sum, values) => sum + values.length, 0);
  const view = new DataView(new ArrayBuffer(8 * length));
  let at = 0;
  for (const values of arrays) {
    for (const value of values) {
      view.setFloat64(at, value, true);
      at += 8;
    }
  }
  return new Uint8Array(view.buffer);
}
