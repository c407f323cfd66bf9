import type { TypedData } from '../semantics/typed-model.ts';
import type { GivenInput } from './given-input.ts';
import type { DataInputs } from './inputs.ts';
import type { Problems } from './problems.ts';
import { type Table, TableColumn } from './table.ts';
import { counted, listed } from './words.ts';

/** An input from one column: a value a row. */
export function readColumn(
  declaration: TypedData,
  column: TableColumn,
  problems: Problems,
): GivenInput | undefined {
  const { table, name } = column;
  const { axes } = declaration;
  if (axes.length !== 1) {
    const what = `Column \`${name}\` of ${table.name} has ${counted(table.rowCount, 'row')}`;
    if (axes.length === 0) {
      problems.add(
        declaration.name,
        `${what}, but \`${declaration.name}\` has no dimensions: it is one value.`,
        { hint: `give it with --set ${name}=… or in a JSON file` },
      );
    } else {
      problems.add(
        declaration.name,
        `${what} of one value, but \`${declaration.name}\` has ${axes.length} dimensions.`,
        { hint: `a table gives it as columns ${name}[1], ${name}[2], … or ${name}[label]` },
      );
    }
    return undefined;
  }
  const { cells, texts } = column.content;
  return {
    declaration,
    cells,
    sizes: [table.rowCount],
    keys: [undefined],
    isFlat: false,
    ...(texts === undefined ? {} : { texts }),
    origin: { table, columns: [name] },
  };
}

interface MemberColumn {
  readonly column: TableColumn;
  readonly member: string;
}

/**
 * An input over two dimensions from several columns: `X[1]`, `X[2]` or `X.1`, `X.2` by position, or
 * `X[age]`, `X[weight]` by label of the second dimension. The rows are the first dimension.
 * `undefined` where there are no such columns.
 */
export function findMemberColumns(
  inputs: DataInputs,
  name: string,
): readonly MemberColumn[] | undefined {
  const found: MemberColumn[] = [];
  for (const [key, value] of Object.entries(inputs)) {
    if (!(value instanceof TableColumn) || !key.startsWith(name)) continue;
    const rest = key.slice(name.length);
    const bracketed = /^\[(.+)\]$/su.exec(rest)?.[1].trim();
    const dotted = /^\.(\d+)$/u.exec(rest)?.[1];
    const member = bracketed ?? dotted;
    if (member !== undefined) found.push({ column: value, member });
  }
  return found.length === 0 ? undefined : found;
}

export function readMemberColumns(
  declaration: TypedData,
  members: readonly MemberColumn[],
  problems: Problems,
): GivenInput | undefined {
  const { name, axes } = declaration;
  const wrong = (message: string, hint?: string): undefined => {
    problems.add(name, message, hint === undefined ? {} : { hint });
    return undefined;
  };
  const table = members[0].column.table;
  const other = members.find(({ column }) => column.table !== table);
  if (other !== undefined) {
    return wrong(
      `The columns of \`${name}\` are in two files: \`${members[0].column.name}\` in ${table.name}, \`${other.column.name}\` in ${other.column.table.name}.`,
    );
  }
  if (axes.length !== 2) {
    return wrong(
      `Columns such as \`${members[0].column.name}\` of ${table.name} give a value a row and member, but \`${name}\` has ${counted(axes.length, 'dimension')}.`,
      axes.length === 1 ? `give it as one column \`${name}\`` : 'give it in a JSON file',
    );
  }
  for (const { column, member } of members) {
    const twin = members.find((other) => other.member === member);
    if (twin === undefined || twin.column === column) continue;
    return wrong(
      `Columns \`${twin.column.name}\` and \`${column.name}\` of ${table.name} both give the member ${member}.`,
    );
  }
  const positions = members.map(({ member }) => Number(member));
  const byPosition = [...positions].sort((a, b) => a - b).every((p, k) => p === k + 1);
  if (!byPosition && members.some(({ column, member }) => column.name === `${name}.${member}`)) {
    return wrong(
      `The columns ${listed(members.map(({ column }) => column.name))} of ${table.name} are not numbered 1, 2, … without a gap.`,
      `by label they are written ${name}[label]`,
    );
  }
  const ordered = byPosition
    ? [...members].sort((a, b) => Number(a.member) - Number(b.member))
    : members;
  return {
    declaration,
    ...interleave(table, ordered),
    sizes: [table.rowCount, ordered.length],
    keys: [undefined, byPosition ? undefined : ordered.map(({ member }) => member)],
    isFlat: false,
    origin: { table, columns: ordered.map(({ column }) => column.name) },
  };
}

/** The cells of several columns row by row. */
function interleave(
  table: Table,
  members: readonly MemberColumn[],
): Pick<GivenInput, 'cells' | 'texts'> {
  const width = members.length;
  const contents = members.map(({ column }) => column.content);
  const isNumeric = contents.every(({ cells }) => cells instanceof Float64Array);
  const size = table.rowCount * width;
  const cells = isNumeric ? new Float64Array(size) : new Array<unknown>(size);
  contents.forEach((content, k) => {
    for (let row = 0; row < table.rowCount; row++) {
      (cells as unknown[])[row * width + k] = content.cells[row];
    }
  });
  if (contents.some(({ texts }) => texts === undefined)) return { cells };
  const texts = new Array<string>(size);
  contents.forEach((content, k) => {
    for (let row = 0; row < table.rowCount; row++) texts[row * width + k] = content.texts![row];
  });
  return { cells, texts };
}
