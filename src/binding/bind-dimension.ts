import { nearestName } from '../diagnostics/nearest.ts';
import type { TypedDimension } from '../semantics/typed-model.ts';
import type { BoundDimension } from './bound-data.ts';
import type { DimensionEvidence } from './evidence.ts';
import type { GivenInput } from './given-input.ts';
import { distinctLabels, hasText, sortLabels } from './labels.ts';
import type { Problems } from './problems.ts';
import { counted, listedLabels } from './words.ts';

/** What the model itself says of a dimension. */
export interface DeclaredMembers {
  readonly size?: number;
  readonly labels?: readonly string[];
  /** `0 ..`: integer labels from here on. */
  readonly from?: number;
}

/** `unsized` where nothing gives the size; `wrong` where `problems` has been told why there is none. */
export type DimensionOutcome = BoundDimension | 'unsized' | 'wrong';

/** Gives a dimension its size and its labels, and tells every input that does not agree. */
export function bindDimension(
  dimension: TypedDimension,
  declared: DeclaredMembers,
  evidence: DimensionEvidence,
  problems: Problems,
  notes: string[],
): DimensionOutcome {
  const { name } = dimension;
  const found = findMembers(name, declared, evidence, problems, notes);
  if (found === undefined) return 'unsized';
  if (found === 'wrong') return 'wrong';
  const { size, labels, source } = found;
  const has = `${source} ${found.verb ?? 'has'} ${found.noun === undefined ? size : counted(size, found.noun)}`;
  for (const claim of evidence.sizes) {
    if (claim.size === size) continue;
    const message =
      claim.words === source
        ? `${claim.words} has both ${size} and ${counted(claim.size, 'value')} over \`${name}\`.`
        : `${claim.words} has ${counted(claim.size, 'value')} over \`${name}\`, but ${has}.`;
    problems.add(claim.input, message);
  }
  if (labels === undefined) return { name, size };
  for (const claim of evidence.keys) checkKeys(name, labels, source, claim, problems);
  noteMatchedByPosition(name, found, evidence, notes);
  return { name, size, labels };
}

interface Members {
  readonly size: number;
  readonly labels?: readonly string[];
  /** What gave the members: the subject of "has 3". */
  readonly source: string;
  /** `has` where absent. */
  readonly verb?: 'holds';
  /** What it has so many of, where that is not clear. */
  readonly noun?: 'label' | 'member';
  /** The labels are the sorted values of index inputs. */
  readonly isSorted?: boolean;
}

function findMembers(
  name: string,
  declared: DeclaredMembers,
  evidence: DimensionEvidence,
  problems: Problems,
  notes: string[],
): Members | 'wrong' | undefined {
  const statement = `\`dim ${name}\``;
  if (declared.labels !== undefined) {
    return {
      size: declared.labels.length,
      labels: declared.labels,
      source: statement,
      noun: 'member',
    };
  }
  if (declared.from !== undefined) return integerLabels(name, declared.from, evidence, notes);

  const own = ownLabels(evidence);
  if (own !== undefined) {
    const size = own.labels.length;
    if (declared.size !== undefined && declared.size !== size) {
      problems.add(
        own.input,
        `${capital(own.source)} has ${counted(size, 'label')} of \`${name}\`, but ${statement} has ${declared.size}.`,
      );
      return 'wrong';
    }
    return { size, verb: 'holds', noun: 'label', ...own };
  }
  if (declared.size !== undefined) {
    return { size: declared.size, source: statement, noun: 'member' };
  }
  if (evidence.sizes.length > 0) {
    const [{ size, words }] = evidence.sizes;
    if (size === 0) notes.push(`\`${name}\` has no members: ${words} is empty.`);
    return { size, source: words };
  }
  return evidence.indexes.length > 0
    ? largestPosition(name, evidence.indexes, problems, notes)
    : undefined;
}

/** Labels that the data give: those of keyed inputs, otherwise the sorted values of index inputs. */
function ownLabels(
  evidence: DimensionEvidence,
): { labels: readonly string[]; source: string; input: string; isSorted: boolean } | undefined {
  const keyed = evidence.keys[0];
  if (keyed !== undefined) {
    return { labels: keyed.labels, source: keyed.words, input: keyed.input, isSorted: false };
  }
  const { indexes } = evidence;
  const written = indexes.find((input) => input.declaration.type.byLabel || hasText(input));
  if (written === undefined) return undefined;
  const names = indexes.map((input) => `\`${input.declaration.name}\``).join(' and ');
  const source = indexes.length > 1 ? `the union of ${names}` : names;
  return {
    labels: distinctLabels(indexes),
    source,
    input: written.declaration.name,
    isSorted: true,
  };
}

/** `0 ..`: the top is the largest label given, or what the size of an array over it allows. */
function integerLabels(
  name: string,
  from: number,
  evidence: DimensionEvidence,
  notes: string[],
): Members | undefined {
  let size = evidence.sizes[0]?.size;
  let source = evidence.sizes[0]?.words ?? '';
  if (size === undefined) {
    let top = from - 1;
    for (const { words, labels } of evidence.keys) {
      for (const label of labels) {
        if (Number.isSafeInteger(Number(label)) && Number(label) > top) {
          top = Number(label);
          source = words;
        }
      }
    }
    for (const input of evidence.indexes) {
      const { largest } = surveyIntegers([input]);
      if (largest > top) {
        top = largest;
        source = `\`${input.declaration.name}\``;
      }
    }
    if (evidence.keys.length === 0 && evidence.indexes.length === 0) return undefined;
    size = top - from + 1;
    if (size > 0) notes.push(`\`${name}\` ends at ${top}, the largest value in ${source}.`);
  }
  const labels = Array.from({ length: size }, (_, k) => String(from + k));
  return { size, labels, source };
}

function surveyIntegers(inputs: readonly GivenInput[]): {
  smallest: number;
  largest: number;
  distinct: number;
} {
  let smallest = Number.POSITIVE_INFINITY;
  let largest = Number.NEGATIVE_INFINITY;
  const distinct = new Set<number>();
  for (const { cells } of inputs) {
    for (let i = 0; i < cells.length; i++) {
      const cell = cells[i];
      if (typeof cell !== 'number' && typeof cell !== 'bigint') continue;
      const value = Number(cell);
      if (!Number.isSafeInteger(value)) continue;
      if (value < smallest) smallest = value;
      if (value > largest) largest = value;
      distinct.add(value);
    }
  }
  return { smallest, largest, distinct: distinct.size };
}

/** So many times more positions than distinct values are taken for codes, not positions. */
const SPARSE = 10;

function largestPosition(
  name: string,
  indexes: readonly GivenInput[],
  problems: Problems,
  notes: string[],
): Members | 'wrong' {
  const { smallest, largest, distinct } = surveyIntegers(indexes);
  const first = indexes[0].declaration;
  const names = indexes.map((input) => `\`${input.declaration.name}\``).join(' and ');
  const axes = first.axes.length === 0 ? '' : `[${first.axes.join(', ')}]`;
  const hint = `if its values are labels, write \`data ${first.name}${axes}: ${name} by label\``;
  if (distinct === 0) {
    notes.push(`\`${name}\` has no members: ${names} holds no position.`);
    return { size: 0, source: names };
  }
  if (smallest < 1) {
    problems.add(
      first.name,
      `The values of ${names} are positions in \`${name}\`, counted from 1, but the smallest is ${smallest}.`,
      { hint },
    );
    return 'wrong';
  }
  if (largest > SPARSE * distinct) {
    problems.add(
      first.name,
      `The values of ${names} are positions in \`${name}\`, but there are only ${counted(distinct, 'distinct value')} up to ${largest}.`,
      { hint },
    );
    return 'wrong';
  }
  notes.push(`\`${name}\` has ${counted(largest, 'member')}, the largest position in ${names}.`);
  return { size: largest, source: names };
}

/** A keyed input must have each label of the dimension, and no other. */
function checkKeys(
  name: string,
  labels: readonly string[],
  source: string,
  claim: DimensionEvidence['keys'][number],
  problems: Problems,
): void {
  if (claim.labels === labels) return;
  const known = new Set(labels);
  const given = new Set(claim.labels);
  const where = source === `\`dim ${name}\`` ? '' : ` in ${source}`;
  for (const label of claim.labels) {
    if (known.has(label)) continue;
    problems.addLazily(claim.input, () => {
      const near = nearestName(label, labels);
      return {
        message: `${capital(claim.words)} has a value for ${JSON.stringify(label)}, which is not a label of \`${name}\`${where}.`,
        ...(near === undefined ? {} : { hint: `did you mean ${JSON.stringify(near)}?` }),
      };
    });
  }
  const missing = labels.filter((label) => !given.has(label));
  if (missing.length > 0) {
    problems.add(
      claim.input,
      `${capital(claim.words)} has no value for ${listedLabels(sortLabels(missing))} of \`${name}\`.`,
    );
  }
}

/** Sorted labels meet an array without labels: right only where the array is in that order. */
function noteMatchedByPosition(
  name: string,
  { source, isSorted }: Members,
  { sizes }: DimensionEvidence,
  notes: string[],
): void {
  if (!isSorted || sizes.length === 0) return;
  const arrays = sizes.map(({ words }) => words).join(', ');
  notes.push(
    `The labels of \`${name}\` are taken from ${source} in sorted order; ${arrays} is matched to them by position.`,
  );
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
