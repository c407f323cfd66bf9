import type { DiagnosticSink } from '../diagnostics/diagnostic.ts';
import type { SourceFile } from '../diagnostics/span.ts';
import type { Model, NetworkStatement, Statement } from '../syntax/ast.ts';
import { silenceAllowed } from './allowed-warnings.ts';
import { checkData } from './check-data.ts';
import { checkLet, checkOutput } from './check-definition.ts';
import { checkDimension } from './check-dimension.ts';
import { checkFactor, checkObserve } from './check-likelihood.ts';
import { checkParam } from './check-param.ts';
import { withComputedOutputs } from './computed-outputs.ts';
import type { Context, DropoutUnits } from './context.ts';
import { isNew } from './declarations.ts';
import { checkNetwork } from './networks/check-network.ts';
import { warnOfObservedTwice } from './observed-twice.ts';
import { Scope, statementKey } from './scope.ts';
import { warnOfSuspectParts } from './suspect-parts.ts';
import type { TypedModel, TypedStatement } from './typed-model.ts';
import { checkFunction } from './user-functions.ts';
import { warnOfSuspects } from './warnings.ts';

/**
 * Gives every name, dimension, type and support of a model its meaning. All errors and warnings go
 * to `sink`; undefined where there are errors, also those the parser found.
 *
 * `poisoned` holds the names declared by statements that the parser dropped: nothing is said of them.
 * `masks` are those of dropout layers that are to be parameters.
 */
export function check(
  model: Model,
  source: SourceFile,
  sink: DiagnosticSink,
  poisoned: ReadonlySet<string>,
  masks?: DropoutUnits,
): TypedModel | undefined {
  return examine(model, source, sink, poisoned, masks).typed;
}

/** The same, with what is known of the names of a model that may have errors. */
export function examine(
  model: Model,
  source: SourceFile,
  sink: DiagnosticSink,
  poisoned: ReadonlySet<string>,
  masks?: DropoutUnits,
): { readonly typed: TypedModel | undefined; readonly scope: Scope } {
  const scope = new Scope(model, poisoned);
  const nowhere = { locals: new Map(), frames: [], guards: [] };
  const ctx: Context = { source, sink, scope, ...nowhere, ...(masks && { masks }) };
  if (model.statements.length === 0 && !sink.hasErrors) {
    sink.error(
      'empty-model',
      model.span,
      'the model has no statements',
      'a model starts with `dim`, `data` or `param`',
    );
  }
  const statements: TypedStatement[] = [];
  for (const statement of model.statements) {
    scope.startStatement(statementKey(statement));
    if (statement.kind === 'network') {
      statements.push(...checkNetwork(ctx, statement));
      continue;
    }
    const typed = checkStatement(ctx, statement);
    if (typed !== undefined) statements.push(typed);
  }
  if (!sink.hasErrors) {
    warnOfSuspects(ctx, statements);
    warnOfSuspectParts(ctx, statements);
    warnOfObservedTwice(ctx);
  }
  const silenced = silenceAllowed(sink, model.allowances);
  if (sink.hasErrors) return { typed: undefined, scope };
  const typed = {
    source,
    syntax: model,
    ...(model.title === undefined ? {} : { title: model.title.value }),
    statements: withComputedOutputs(statements, scope),
    dimensions: new Map(
      statements.flatMap((statement) =>
        statement.kind === 'dim' ? [[statement.name, statement] as const] : [],
      ),
    ),
    knownMembers: scope.dimensions,
    ranges: scope.rangeAxes,
    diagnostics: sink.all(),
    silenced,
    allowances: model.allowances,
  };
  return { typed, scope };
}

function checkStatement(
  ctx: Context,
  statement: Exclude<Statement, NetworkStatement>,
): TypedStatement | undefined {
  switch (statement.kind) {
    case 'dim':
      return checkDimension(ctx, statement);
    case 'data':
      return checkData(ctx, statement);
    case 'param':
      return checkParam(ctx, statement);
    case 'let':
      return checkLet(ctx, statement);
    case 'observe': {
      const checked = checkObserve(ctx, statement);
      ctx.scope.observed.push({ statement, checked });
      return checked;
    }
    case 'factor':
      return checkFactor(ctx, statement);
    case 'output':
      return checkOutput({ ...ctx, isOutput: true }, statement);
    case 'fun': {
      const { functions } = ctx.scope;
      const checked = checkFunction(ctx, statement);
      if (isNew(ctx, statement.name, functions, 'function')) {
        functions.set(statement.name.text, checked);
      }
      return undefined;
    }
  }
}
