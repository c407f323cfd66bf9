/**
 * A typed model with its data becomes one graph:
 *
 *   1. data and index sets           → constants
 *   2. each param                    → an unconstrained input, its constrained value, its log prior
 *   3. each let                      → a node
 *   4. each observe and factor       → a term of the log density
 *   5. the sum of the terms          → the log joint density on the unconstrained space
 */
import type { BoundData } from '../binding/bound-data.ts';
import type { Span } from '../diagnostics/span.ts';
import { Builder } from '../graph/builder.ts';
import type { Node } from '../graph/node.ts';
import type { LayerNode } from '../semantics/typed-expression.ts';
import type {
  TypedFactor,
  TypedLet,
  TypedModel,
  TypedObserve,
  TypedOutput,
} from '../semantics/typed-model.ts';
import { alignFully } from './align.ts';
import { checkDeclaredType } from './check-declared-type.ts';
import { type EarlierNormal, EarlierPosterior } from './earlier-posterior.ts';
import { Environment } from './environment.ts';
import { lowerExpression } from './expression.ts';
import { lowerObserve, type Observations } from './observe.ts';
import { canBeNonCentred, type Form, type LoweredParameter, lowerParameter } from './parameter.ts';
import { lowerRecurrence } from './recurrence.ts';

/** One statement's part of the log joint density. */
export interface Term {
  readonly kind: 'prior' | 'likelihood' | 'factor';
  readonly span: Span;
  /** A scalar. */
  readonly node: Node;
  /** Of an `observe`: what the scalar is the sum of. */
  readonly observations?: Observations;
}

export interface LoweredModel {
  readonly environment: Environment;
  readonly parameters: readonly LoweredParameter[];
  readonly terms: readonly Term[];
  /** A scalar: the sum of all terms. */
  readonly logDensity: Node;
}

/**
 * @param forms by parameter; of the others, those with a location-scale prior whose location or scale is unknown
 *   are non-centred
 * @param networks results of networks that are inputs, `networkInput` of their places, in place of what their weights give
 * @param earlier in place of the priors
 */
export function lowerModel(
  model: TypedModel,
  bound: BoundData,
  forms: ReadonlyMap<string, Form>,
  networks: readonly LayerNode[] = [],
  earlier?: EarlierNormal,
): LoweredModel {
  const environment = new Environment(new Builder(), model, bound);
  environment.takeNetworks(networks);
  environment.earlier = earlier && new EarlierPosterior(earlier);
  return lowerStatements(model, environment, forms, (statement) =>
    lowerLikelihood(statement, environment),
  );
}

/** What a statement adds to the log density. */
export type Contribution = Pick<Term, 'node' | 'observations'>;

export function lowerLikelihood(
  statement: TypedObserve | TypedFactor,
  environment: Environment,
): Contribution {
  const b = environment.builder;
  if (statement.kind === 'factor')
    return { node: b.sum(lowerExpression(statement.value, environment)) };
  const observations = lowerObserve(statement, environment);
  return { node: b.sum(observations.cells), observations };
}

/** @param likelihood what an `observe` or `factor` adds to the log density */
export function lowerStatements(
  model: TypedModel,
  environment: Environment,
  forms: ReadonlyMap<string, Form>,
  likelihood: (statement: TypedObserve | TypedFactor) => Contribution,
): LoweredModel {
  const b = environment.builder;
  const parameters: LoweredParameter[] = [];
  const terms: Term[] = [];
  for (const statement of model.statements) {
    b.withOrigin(statement.span, () => {
      switch (statement.kind) {
        case 'param': {
          const standard = canBeNonCentred(statement) ? 'non-centred' : 'centred';
          const form = forms.get(statement.name) ?? standard;
          const parameter = lowerParameter(statement, form, environment);
          environment.variables.set(statement.name, parameter.value);
          parameters.push(parameter);
          terms.push({ kind: 'prior', span: statement.span, node: parameter.logPrior });
          break;
        }
        case 'let':
          environment.variables.set(statement.name, lowerNamedValue(statement, environment));
          break;
        case 'observe':
        case 'factor': {
          const kind = statement.kind === 'observe' ? 'likelihood' : 'factor';
          terms.push({ kind, span: statement.span, ...likelihood(statement) });
          break;
        }
        // data are constants of the environment; outputs are no part of the density
        case 'dim':
        case 'data':
        case 'output':
          break;
      }
    });
  }
  const logDensity = terms
    .map((t) => t.node)
    .reduce((sum, term) => b.add(sum, term), b.constant(0));
  return { environment, parameters, terms, logDensity };
}

/** A let's or an output's value in the order and size of its head. */
export function lowerNamedValue(
  statement: TypedLet | (TypedOutput & { readonly value: NonNullable<TypedOutput['value']> }),
  environment: Environment,
): Node {
  const { value, headAxes, type, recurrence } = statement;
  if (recurrence !== undefined) {
    const { name } = statement;
    return lowerRecurrence({ name, headAxes, value }, recurrence, environment);
  }
  const node = alignFully(
    environment.builder,
    lowerExpression(value, environment),
    value.axes,
    headAxes,
    environment.shapeOf(headAxes),
  );
  const isKnown = value.stage === 'constant' || value.stage === 'data';
  if (type !== undefined && isKnown) checkDeclaredType(node, type, statement, environment);
  return node;
}
