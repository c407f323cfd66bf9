/** The path of a stochastic optimiser, kept as blocks of iterates: whether it is stationary, and how sure its average is. */

/** Consecutive iterates: per coordinate their mean and the sum of squared deviations from it. */
export interface Block {
  readonly count: number;
  readonly mean: readonly number[];
  readonly squares: readonly number[];
}

/** A path: blocks of one length, and what has been added since the last of them. */
export interface Path {
  readonly length: number;
  readonly blocks: readonly Block[];
  readonly rest?: Block;
}

/** The stationary end of a path, averaged. */
export interface Average {
  readonly position: readonly number[];
  /** Monte Carlo standard errors of its coordinates. */
  readonly errors: readonly number[];
}

/** More blocks are merged in pairs. */
const mostBlocks = 64;
/** A window of fewer blocks says too little. */
const fewestBlocks = 8;
/** Groups of blocks whose means tell the Monte Carlo error. */
const mostGroups = 16;
const largestRhat = 1.1;
/** Halves whose means differ by less are alike, however little the iterates vary. */
const smallDrift = 0.01;

export function emptyPath(blockLength: number): Path {
  return { length: blockLength, blocks: [] };
}

/** The pooled moments of two runs of iterates (Chan, Golub and LeVeque 1983, The American Statistician 37:3). */
export function merged(a: Block, b: Block): Block {
  const count = a.count + b.count;
  const delta = b.mean.map((value, i) => value - a.mean[i]);
  return {
    count,
    mean: a.mean.map((value, i) => value + (delta[i] * b.count) / count),
    squares: a.squares.map(
      (value, i) => value + b.squares[i] + (delta[i] ** 2 * a.count * b.count) / count,
    ),
  };
}

/** The path with more iterates, and whether they completed a block. */
export function extended(
  path: Path,
  block: Block,
): { readonly path: Path; readonly grown: boolean } {
  const rest = path.rest === undefined ? block : merged(path.rest, block);
  if (rest.count < path.length) return { path: { ...path, rest }, grown: false };
  const { length } = path;
  const blocks = [...path.blocks, rest];
  if (blocks.length < mostBlocks) return { path: { length, blocks }, grown: true };
  return { path: { length: 2 * length, blocks: mergedPairs(blocks) }, grown: true };
}

/**
 * The average over the longest window at the end of the path in which both halves agree: split R-hat (Gelman et al.
 * 2013, section 11.4) of every coordinate at most 1.1. Undefined where there is none.
 */
export function stationaryAverage({ blocks }: Path): Average | undefined {
  for (const share of [1, 0.75, 0.5, 0.25]) {
    const size = 2 * Math.floor((share * blocks.length) / 2);
    if (size < fewestBlocks) return undefined;
    const window = blocks.slice(blocks.length - size);
    if (isStationary(window)) return averageOf(window);
  }
  return undefined;
}

/** The average over the last half of the path, stationary or not. */
export function lateAverage({ blocks, rest }: Path): readonly number[] | undefined {
  const all = rest === undefined ? blocks : [...blocks, rest];
  return all.length === 0 ? undefined : all.slice(Math.floor(all.length / 2)).reduce(merged).mean;
}

function isStationary(window: readonly Block[]): boolean {
  const half = window.length / 2;
  const first = window.slice(0, half).reduce(merged);
  const second = window.slice(half).reduce(merged);
  const n = first.count;
  return first.mean.every((mean, i) => {
    const drift = Math.abs(mean - second.mean[i]);
    if (drift <= smallDrift) return true;
    const within = (first.squares[i] + second.squares[i]) / (2 * (n - 1));
    const total = ((n - 1) / n) * within + drift ** 2 / 2;
    return Math.sqrt(total / within) <= largestRhat;
  });
}

/** The error by the means of consecutive groups, which are independent where groups are long (Flegal and Jones 2010). */
function averageOf(window: readonly Block[]): Average {
  const groupSize = Math.ceil(window.length / mostGroups);
  const groups: Block[] = [];
  for (let start = window.length % groupSize; start < window.length; start += groupSize)
    groups.push(window.slice(start, start + groupSize).reduce(merged));
  const { mean } = groups.reduce(merged);
  const errors = mean.map((centre, i) => {
    const squares = groups.reduce((sum, group) => sum + (group.mean[i] - centre) ** 2, 0);
    return Math.sqrt(squares / (groups.length * (groups.length - 1)));
  });
  return { position: mean, errors };
}

function mergedPairs(blocks: readonly Block[]): Block[] {
  const pairs: Block[] = [];
  for (let k = 0; k + 1 < blocks.length; k += 2) pairs.push(merged(blocks[k], blocks[k + 1]));
  return pairs;
}
