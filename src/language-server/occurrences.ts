/** Which declaration each name of a text belongs to: what hovers, definitions and renaming work from. */
import type { Span } from '../diagnostics/span.ts';
import { SIZE_FUNCTIONS } from '../semantics/lookup.ts';
import type { Scope } from '../semantics/scope.ts';
import type {
  Argument,
  CallExpression,
  Expression,
  Item,
  Model,
  Name,
  NetworkItem,
  Statement,
  TypeExpression,
} from '../syntax/ast.ts';

/** The three namespaces of the language, and names known only inside one expression. */
export type Namespace = 'dimension' | 'value' | 'function' | 'local';

export interface Occurrence {
  readonly name: string;
  readonly span: Span;
  readonly namespace: Namespace;
  /** Where the name is declared in the text; absent of names of the language, and of unknown ones. */
  readonly declaration?: Span;
  /** Of an index variable over a dimension. */
  readonly walksOver?: string;
}

interface Local {
  readonly declaration: Span;
  readonly walksOver?: string;
}

type Locals = ReadonlyMap<string, Local>;

export function occurrencesIn(model: Model, scope: Scope): Occurrence[] {
  const finder = new Finder(scope);
  for (const statement of model.statements) finder.statement(statement);
  return finder.found.sort((a, b) => a.span.start - b.span.start);
}

class Finder {
  readonly found: Occurrence[] = [];
  private readonly scope: Scope;

  constructor(scope: Scope) {
    this.scope = scope;
  }

  statement(statement: Statement): void {
    const none: Locals = new Map();
    switch (statement.kind) {
      case 'dim': {
        this.add('dimension', statement.name);
        const { definition } = statement;
        if (definition === undefined || definition.kind === 'labels') return;
        if (definition.kind === 'size') {
          this.expression(definition.size, none);
          return;
        }
        if (definition.kind === 'sub') this.add('dimension', definition.base);
        this.expression(definition.from, none);
        if (definition.to !== undefined) this.expression(definition.to, none);
        return;
      }
      case 'data':
      case 'param':
      case 'let':
      case 'output': {
        this.add('value', statement.name);
        const locals = this.items(statement.items, none, 'dimension');
        if (statement.type !== undefined) this.type(statement.type, locals);
        const parts =
          statement.kind === 'data'
            ? [statement.defaultValue]
            : statement.kind === 'param'
              ? [statement.prior]
              : statement.kind === 'let'
                ? [statement.value]
                : [statement.value, statement.distribution];
        for (const part of parts) if (part !== undefined) this.expression(part, locals);
        return;
      }
      case 'observe': {
        const { left, distribution, where } = statement;
        // binders on the left are known on the right
        const locals =
          left.kind === 'index' ? this.items(left.items, none, 'value') : (none as Locals);
        this.expression(left.kind === 'index' ? left.target : left, locals);
        this.expression(distribution, locals);
        if (where !== undefined) this.expression(where, locals);
        return;
      }
      case 'factor':
        this.expression(statement.value, none);
        return;
      case 'fun': {
        this.add('function', statement.name);
        const locals = new Map(
          statement.parameters.map(({ text, span }) => [text, { declaration: span }]),
        );
        for (const parameter of statement.parameters) this.local(parameter, locals);
        this.expression(statement.body, locals);
        return;
      }
      case 'network': {
        this.add('function', statement.name);
        for (const input of statement.inputs) this.add('dimension', input);
        if (statement.output !== undefined) this.add('dimension', statement.output);
        this.layers(statement.body);
        return;
      }
    }
  }

  private layers(body: readonly NetworkItem[]): void {
    const none: Locals = new Map();
    for (const item of body) {
      if (item.kind === 'prior') {
        this.expression(item.distribution, none);
        continue;
      }
      for (const { value, isPrior } of item.arguments) {
        if (isPrior) this.expression(value, none);
        else if (value.kind === 'name') this.dimensionName(value.name, value.span);
        else this.expression(value, none);
      }
      if (item.body !== undefined) this.layers(item.body);
    }
  }

  private type(type: TypeExpression, locals: Locals): void {
    if (this.scope.allDimensions.has(type.name.text)) this.add('dimension', type.name);
    this.arguments(type.arguments, locals);
  }

  private arguments(list: readonly Argument[], locals: Locals): void {
    for (const { value } of list) this.expression(value, locals);
  }

  /** @param plain what a plain name stands for; the locals with those that the items bind */
  private items(items: readonly Item[], outer: Locals, plain: 'dimension' | 'value'): Locals {
    const locals = new Map(outer);
    for (const item of items) {
      switch (item.kind) {
        case 'all':
          break;
        case 'binder':
          locals.set(item.name.text, {
            declaration: item.name.span,
            walksOver: item.dimension.text,
          });
          this.local(item.name, locals);
          this.add('dimension', item.dimension);
          break;
        case 'range-binder':
          this.expression(item.from, locals);
          this.expression(item.to, locals);
          locals.set(item.name.text, { declaration: item.name.span });
          this.local(item.name, locals);
          break;
        case 'expression': {
          const { value } = item;
          if (plain === 'dimension' && value.kind === 'name') {
            this.dimensionName(value.name, value.span);
          } else this.expression(value, locals);
        }
      }
    }
    return locals;
  }

  private expression(expression: Expression, locals: Locals): void {
    switch (expression.kind) {
      case 'number':
      case 'string':
      case 'boolean':
        return;
      case 'name':
        this.valueName(expression.name, expression.span, locals);
        return;
      case 'list':
        for (const element of expression.elements) this.expression(element, locals);
        return;
      case 'unary':
        this.expression(expression.operand, locals);
        return;
      case 'binary':
        this.expression(expression.left, locals);
        this.expression(expression.right, locals);
        return;
      case 'if':
        this.expression(expression.condition, locals);
        this.expression(expression.then, locals);
        this.expression(expression.else, locals);
        return;
      case 'index':
        this.expression(expression.target, locals);
        this.items(expression.items, locals, 'value');
        return;
      case 'call':
        this.call(expression, locals);
        return;
      case 'with': {
        // each name is known to those after it and to the body
        const inner = new Map(locals);
        for (const { name, value } of expression.bindings) {
          this.expression(value, inner);
          inner.set(name.text, { declaration: name.span });
          this.local(name, inner);
        }
        this.expression(expression.body, inner);
        return;
      }
    }
  }

  private call({ callee, items, arguments: given }: CallExpression, locals: Locals): void {
    this.add('function', callee);
    const inner = items === undefined ? locals : this.items(items, locals, 'dimension');
    given.forEach(({ value }, k) => {
      if (value.kind === 'name' && SIZE_FUNCTIONS.has(callee.text)) {
        this.dimensionName(value.name, value.span);
      } else if (value.kind === 'name' && callee.text === 'ode' && k === 0) {
        this.add('function', { text: value.name, span: value.span });
      } else this.expression(value, inner);
    });
  }

  private dimensionName(name: string, span: Span): void {
    if (!this.networkPart(name, span)) this.add('dimension', { text: name, span });
  }

  private valueName(name: string, span: Span, locals: Locals): void {
    if (locals.has(name)) this.local({ text: name, span }, locals);
    else if (!this.networkPart(name, span)) this.add('value', { text: name, span });
  }

  /** Whether it is a weight of a network or a dimension of one: such a name starts with the network's. */
  private networkPart(name: string, { start }: Span): boolean {
    const length = name.indexOf('.');
    if (length < 0) return false;
    this.add('function', { text: name.slice(0, length), span: { start, end: start + length } });
    return true;
  }

  private local({ text, span }: Name, locals: Locals): void {
    const { declaration, walksOver } = locals.get(text)!;
    this.found.push({
      name: text,
      span,
      namespace: 'local',
      declaration,
      ...(walksOver !== undefined && { walksOver }),
    });
  }

  private add(namespace: 'dimension' | 'value' | 'function', { text, span }: Name): void {
    const { allDimensions, allValues, allFunctions } = this.scope;
    const table = { dimension: allDimensions, value: allValues, function: allFunctions }[namespace];
    const declaration = table.get(text);
    this.found.push({ name: text, span, namespace, ...(declaration && { declaration }) });
  }
}

/** The name at an offset: also where the offset is just behind it. */
export function occurrenceAt(
  occurrences: readonly Occurrence[],
  offset: number,
): Occurrence | undefined {
  return occurrences.find(({ span }) => span.start <= offset && offset <= span.end);
}

/** All places of what a name stands for. */
export function sameName(occurrences: readonly Occurrence[], one: Occurrence): Occurrence[] {
  const { declaration } = one;
  if (declaration === undefined) return [];
  return occurrences.filter(
    (other) => other.namespace === one.namespace && other.declaration?.start === declaration.start,
  );
}
