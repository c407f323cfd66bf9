/** The tables of docs/language.md that follow from what the compiler has. */
import { combinatorSignatures } from '../../src/distributions/combinators.ts';
import type { Parameter } from '../../src/distributions/distribution.ts';
import { distributions, vectorDistributions } from '../../src/distributions/index.ts';
import type { VectorParameter } from '../../src/distributions/vector-distribution.ts';
import type { ElementwiseFunction, MatrixFunction } from '../../src/functions/function.ts';
import {
  elementwiseFunctions,
  matrixFunctions,
  reductions,
  scans,
} from '../../src/functions/index.ts';
import { layers } from '../../src/layers/index.ts';
import type { SettingDefinition } from '../../src/layers/layer.ts';
import { constraints } from '../../src/transforms/index.ts';
import { type Formulas, formulas, vectorFormulas } from './distribution-formulas.ts';
import { inWords, picturePath } from './distribution-pictures.ts';
import { markdownTable, replaceBetweenMarkers } from './markers.ts';

/** `sd`: the standard deviation (a positive number) */
function argumentList(parameters: readonly (Parameter | VectorParameter)[]): string {
  return parameters
    .map(({ name, summary, support }) => `\`${name}\`: ${summary} (${support.words})`)
    .join('; ');
}

function distributionTable(): string {
  const rows = [...distributions.values()].map(({ name, summary, parameters, support }) => [
    `\`${name}(${parameters.map((p) => p.name).join(', ')})\``,
    summary,
    argumentList(parameters),
    support.words,
  ]);
  return markdownTable(['distribution', 'meaning', 'arguments', 'values'], rows);
}

const inCode = (formula: string): string => `\`${formula}\``;

const momentInWords = (moment: Formulas['mean']): string =>
  typeof moment === 'object'
    ? `${inCode(moment.value)} if ${inCode(moment.where)}`
    : moment === undefined
      ? ''
      : inCode(moment);

function formulaTable(): string {
  const rows = [...distributions.keys()].map((name) => {
    const { density, mean, variance, picture } = formulas[name];
    const words = picture.arguments.map(inWords).join('; ');
    const image = `![${name}${words === '' ? '' : `: ${words}`}](${picturePath(name)})`;
    return [`\`${name}\``, image, inCode(density), momentInWords(mean), momentInWords(variance)];
  });
  return markdownTable(['distribution', '', 'density at x', 'mean', 'variance'], rows);
}

function vectorFormulaTable(): string {
  const rows = [...vectorDistributions.keys()].map((name) => {
    const { density, mean, variance } = vectorFormulas[name];
    return [`\`${name}\``, inCode(density), momentInWords(mean), momentInWords(variance)];
  });
  return markdownTable(['distribution', 'density at x', 'mean', 'variance of each element'], rows);
}

function combinatorTable(): string {
  const rows = [...combinatorSignatures.values()].map(
    ({ name, summary, parameters, optional = 0 }) => {
      const written = parameters.map((p, k) =>
        k < parameters.length - optional ? p.name : `${p.name} =`,
      );
      return [`\`${name}${name === 'each' ? '[d]' : ''}(${written.join(', ')})\``, summary];
    },
  );
  return markdownTable(['combinator', 'meaning'], rows);
}

function vectorTable(): string {
  const rows = [...vectorDistributions.values()].map(({ name, summary, parameters, support }) => [
    `\`${name}(${vectorArguments(parameters)})\``,
    summary,
    argumentList(parameters),
    support.words,
  ]);
  return markdownTable(['distribution', 'meaning', 'arguments', 'values'], rows);
}

/** `mean, cov = / chol = / prec =`: of the last, one is given. */
function vectorArguments(parameters: readonly VectorParameter[]): string {
  const plain = parameters.filter(({ oneOf }) => oneOf === undefined).map(({ name }) => name);
  const choices = parameters.filter(({ oneOf }) => oneOf !== undefined);
  const choice = choices.map(({ name }) => `${name} =`).join(' or ');
  return [...plain, ...(choices.length > 0 ? [choice] : [])].join(', ');
}

function constraintTable(): string {
  const rows = [...constraints.values()].map(({ name, summary, eventRank }) => [
    `\`${name}\``,
    eventRank === 2 ? 'two' : 'one',
    summary,
  ]);
  return markdownTable(['type', 'dimensions', 'unconstrained coordinates u'], rows);
}

function elementwiseTable(): string {
  const rows = [...elementwiseFunctions.values()].map((row) => [
    `\`${signature(row)}\``,
    row.summary,
  ]);
  return markdownTable(['function', 'value'], rows);
}

function signature({ name, parameters, optional = 0 }: ElementwiseFunction): string {
  const required = parameters.length - optional;
  const written = parameters.map((p, k) => (k < required ? p : `[${p}]`));
  return `${name}(${written.join(', ')})`;
}

function reductionTable(): string {
  const rows = [
    ...[...reductions.values()].map(({ name, summary }) => [`\`${name}\``, summary, 'a number']),
    ...[...scans.values()].map(({ name, summary }) => [`\`${name}\``, summary, 'the same shape']),
  ];
  return markdownTable(['function', 'value', 'gives'], rows);
}

function matrixTable(): string {
  const dimensions = (letters: string): string => `[${Array.from(letters).join(', ')}]`;
  const takes = ({ parameters }: MatrixFunction, own: readonly string[]): string =>
    own.map((letters, k) => `${parameters[k]}${dimensions(letters)}`).join(', ');
  const rows = [...matrixFunctions.values()].flatMap((row) =>
    row.forms.map((form) => {
      const named = row.sizes === undefined ? '' : `[${Object.keys(row.sizes).join(', ')}]`;
      const gives = form.gives === '' ? 'a number' : `\`${dimensions(form.gives)}\``;
      return [`\`${row.name}${named}(${takes(row, form.takes)})\``, gives, row.summary];
    }),
  );
  return markdownTable(['function', 'gives', 'value'], rows);
}

function layerTable(): string {
  const setting = ([name, definition]: [string, SettingDefinition]): string =>
    'standard' in definition ? `${name} = ${definition.standard}` : name;
  const rows = [...layers.values()].map(({ name, settings, trained, summary }) => [
    `\`${name}(${Object.entries(settings).map(setting).join(', ')})\``,
    summary,
    trained ?? '',
  ]);
  return markdownTable(['layer', 'what leaves it', 'learns'], rows);
}

/** The reference with its tables as the registries have them now. */
export function withCurrentTables(reference: string): string {
  const parts = {
    distributions: distributionTable(),
    'distribution formulas': formulaTable(),
    combinators: combinatorTable(),
    'vector distributions': vectorTable(),
    'vector distribution formulas': vectorFormulaTable(),
    constraints: constraintTable(),
    'elementwise functions': elementwiseTable(),
    reductions: reductionTable(),
    'functions of vectors and matrices': matrixTable(),
    layers: layerTable(),
  };
  return Object.entries(parts).reduce(
    (text, [name, content]) => replaceBetweenMarkers(text, name, content),
    reference,
  );
}
