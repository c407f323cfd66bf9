import type { FamilyDistribution, TypedDistribution, TypedExpression } from './typed-expression.ts';

/** The expressions that an expression is directly made of. */
export function partsOf(expression: TypedExpression): readonly TypedExpression[] {
  switch (expression.kind) {
    case 'number':
    case 'variable':
    case 'positions':
    case 'label':
    case 'label-numbers':
    case 'observed':
    case 'given':
    case 'size':
      return [];
    case 'unary':
    case 'rename':
    case 'reduce':
    case 'scan':
      return [expression.operand];
    case 'binary':
    case 'matmul':
      return [expression.left, expression.right];
    case 'if':
      return [expression.condition, expression.then, expression.else];
    case 'list':
      return expression.elements;
    case 'index':
      return [
        expression.target,
        ...expression.items.flatMap((item) => (item.kind === 'position' ? [item.value] : [])),
        ...(expression.validWhere ?? []),
        ...(expression.earlier?.where ?? []),
      ];
    case 'apply':
    case 'matrix-function':
      return expression.arguments;
    case 'layer':
      return [expression.input, ...expression.weights];
    case 'equation':
      // the right-hand side is made of its own inputs: it has no part in what surrounds it
      return [expression.initial, expression.start, expression.times, ...expression.arguments];
    case 'log-density':
      return [...argumentsOf(expression.distribution), expression.at];
    case 'decoded': {
      const { left, distribution, where, present } = expression;
      const conditions = [where, present].filter((condition) => condition !== undefined);
      return [...argumentsOf(distribution), left, ...conditions];
    }
  }
}

/** The arguments of a distribution and of all that it is made of. */
export function argumentsOf(distribution: TypedDistribution): readonly TypedExpression[] {
  const own = Object.values(distribution.arguments);
  return distribution.kind === 'family'
    ? own
    : [...own, ...distribution.parts.flatMap(argumentsOf)];
}

/** The families that a distribution is made of: itself where it is one. */
export function familiesIn(distribution: TypedDistribution): readonly FamilyDistribution[] {
  return distribution.kind === 'family' ? [distribution] : distribution.parts.flatMap(familiesIn);
}

/** Visits an expression and everything inside it, what is shared (inlined arguments) once. */
export function visit(
  expression: TypedExpression,
  see: (part: TypedExpression) => void,
  seen = new Set<TypedExpression>(),
): void {
  if (seen.has(expression)) return;
  seen.add(expression);
  see(expression);
  for (const part of partsOf(expression)) visit(part, see, seen);
}

/** How many levels an expression has; what was found is kept in `known`. */
export function depthOf(
  expression: TypedExpression,
  known: WeakMap<TypedExpression, number>,
): number {
  const found = known.get(expression);
  if (found !== undefined) return found;
  let deepest = 0;
  for (const part of partsOf(expression)) deepest = Math.max(deepest, depthOf(part, known));
  known.set(expression, deepest + 1);
  return deepest + 1;
}
