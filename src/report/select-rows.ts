import { isNetworkWeight, nameOfKey } from '../results/element-key.ts';

const mostWeights = 3;

/** A quantity's first rows, and how many it has beyond them. */
export interface RowGroup<Row> {
  readonly name: string;
  readonly rows: readonly Row[];
  readonly more: number;
}

/**
 * Rows for a table of at most `most`: short quantities whole, and of the long ones as many first
 * elements as an even share leaves, so that a long vector does not push out what stands below it. Of the weights of
 * networks, which say nothing one by one, the first three of each layer.
 */
export function selectRows<Row extends { readonly key: string }>(
  rows: readonly Row[],
  most: number,
): RowGroup<Row>[] {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const name = nameOfKey(row.key);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [row]);
    else group.push(row);
  }
  const shares = new Map<string, number>();
  let left = most;
  const byLength = [...groups].sort(([, a], [, b]) => a.length - b.length);
  for (const [k, [name, group]] of byLength.entries()) {
    const own = isNetworkWeight(name) ? Math.min(mostWeights, group.length) : group.length;
    const share = Math.min(own, Math.floor(left / (byLength.length - k)));
    shares.set(name, share);
    left -= share;
  }
  return [...groups].map(([name, group]) => {
    const share = shares.get(name)!;
    return { name, rows: group.slice(0, share), more: group.length - share };
  });
}
