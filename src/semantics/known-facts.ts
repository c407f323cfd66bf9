/** What conditions say of whole numbers, and what follows from them. */
import {
  type Affine,
  addMultiple,
  affineForm,
  constantForm,
  type Symbols,
  sizeForm,
} from './affine.ts';
import type { Guard } from './context.ts';
import type { Scope } from './scope.ts';
import type { BinaryNode, TypedExpression } from './typed-expression.ts';
import { valueRange } from './value-range.ts';

/** A form that is not 0. */
interface Excluded {
  readonly form: Affine;
  readonly guard: Guard;
}

/** Each step of a proof removes one symbol; no proof about positions needs more. */
const LONGEST_PROOF = 8;

/** Linear forms that are known not to be negative. */
export class KnownFacts {
  readonly symbols: Symbols = new Map();
  readonly facts: Affine[] = [];
  /** Conditions of which nothing linear is known. */
  readonly opaque: Guard[] = [];
  private readonly scope: Scope;
  private readonly described = new Set<string>();

  constructor(scope: Scope, guards: readonly Guard[]) {
    this.scope = scope;
    const excluded: Excluded[] = [];
    for (const guard of guards) this.learn(guard, excluded);
    // of t ≠ 1 and t ≥ 1 follows t ≥ 2, then of t ≠ 2 follows t ≥ 3: in order of the text
    for (const { form, guard } of excluded) {
      const negated = addMultiple(constantForm(0), form, -1);
      if (this.implies(form)) this.facts.push(addMultiple(form, constantForm(1), -1));
      else if (this.implies(negated)) this.facts.push(addMultiple(negated, constantForm(1), -1));
      else this.opaque.push(guard);
    }
  }

  form(expression: TypedExpression): Affine | undefined {
    return affineForm(this.scope, expression, this.symbols);
  }

  /** Whether `goal` is surely not negative: a sum of known facts and of a number that is not. */
  implies(goal: Affine): boolean {
    this.describeSymbols();
    return this.follows(goal, LONGEST_PROOF);
  }

  private follows(goal: Affine, steps: number): boolean {
    const [first] = goal.terms;
    if (first === undefined) return goal.constant >= 0;
    if (steps === 0) return false;
    const [symbol, coefficient] = first;
    return this.facts.some((fact) => {
      const other = fact.terms.get(symbol) ?? 0;
      const factor = coefficient / other;
      return (
        factor > 0 &&
        Number.isInteger(factor) &&
        this.follows(addMultiple(goal, fact, -factor), steps - 1)
      );
    });
  }

  /** Members lie between 1 and the size of their dimension, other values in their type. */
  private describeSymbols(): void {
    for (const [key, expression] of this.symbols) {
      if (this.described.has(key)) continue;
      this.described.add(key);
      const { type } = expression;
      const symbol: Affine = { constant: 0, terms: new Map([[key, 1]]) };
      const isRange = expression.kind === 'positions' && this.scope.rangeAxes.has(key);
      if (isRange) continue;
      if (type.kind === 'index') {
        const size = sizeForm(this.scope, type.dimension, expression, this.symbols);
        this.facts.push(addMultiple(symbol, constantForm(1), -1), addMultiple(size, symbol, -1));
        continue;
      }
      const { lower = -Infinity, upper = Infinity } = valueRange(this.scope, expression) ?? {};
      if (Number.isSafeInteger(lower)) {
        this.facts.push(addMultiple(symbol, constantForm(lower), -1));
      }
      if (Number.isSafeInteger(upper)) {
        this.facts.push(addMultiple(constantForm(upper), symbol, -1));
      }
    }
  }

  private learn({ condition, holds }: Guard, excluded: Excluded[]): void {
    if (condition === undefined) {
      this.opaque.push({ holds });
      return;
    }
    if (condition.kind === 'unary' && condition.operator === 'not') {
      this.learn({ condition: condition.operand, holds: !holds }, excluded);
    } else if (condition.kind === 'binary' && condition.operator === (holds ? 'and' : 'or')) {
      this.learn({ condition: condition.left, holds }, excluded);
      this.learn({ condition: condition.right, holds }, excluded);
    } else if (condition.kind !== 'binary' || !this.compare(condition, holds, excluded)) {
      this.opaque.push({ condition, holds });
    }
  }

  /** Whether the comparison is one of linear forms; what it says is then known. */
  private compare(condition: BinaryNode, holds: boolean, excluded: Excluded[]): boolean {
    const { operator, left, right } = condition;
    const relation = holds ? operator : OPPOSITES.get(operator);
    const [a, b] = [this.form(left), this.form(right)];
    if (relation === undefined || a === undefined || b === undefined) return false;
    // what data say of each member leaves members out that no rule tells
    const values = [...a.terms.keys(), ...b.terms.keys()].map((key) => this.symbols.get(key)!);
    if (values.some(({ kind, axes }) => kind !== 'positions' && axes.length > 0)) {
      this.opaque.push({ condition, holds });
    }
    const difference = addMultiple(a, b, -1);
    const negated = addMultiple(b, a, -1);
    const one = constantForm(1);
    switch (relation) {
      case '==':
        this.facts.push(difference, negated);
        return true;
      case '!=':
        excluded.push({ form: difference, guard: { condition, holds } });
        return true;
      case '<':
        this.facts.push(addMultiple(negated, one, -1));
        return true;
      case '<=':
        this.facts.push(negated);
        return true;
      case '>':
        this.facts.push(addMultiple(difference, one, -1));
        return true;
      case '>=':
        this.facts.push(difference);
        return true;
      default:
        return false;
    }
  }
}

const OPPOSITES: ReadonlyMap<BinaryNode['operator'], BinaryNode['operator']> = new Map([
  ['==', '!='],
  ['!=', '=='],
  ['<', '>='],
  ['<=', '>'],
  ['>', '<='],
  ['>=', '<'],
]);
