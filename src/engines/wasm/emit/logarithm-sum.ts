/** Σ log x as the logarithm of a product, and Σ log(1 + x) likewise. */
import type { Node } from '../../../graph/node.ts';
import type { Local } from '../../../webassembly/function.ts';
import { LogProduct } from '../math/log-product.ts';
import { type Access, operands } from '../plan/accesses.ts';
import type { Context } from './context.ts';
import type { LoopPart, Position } from './sinks.ts';

/** Factors, numbers in [1, 2] once their exponents are taken out, between two normalisations: a power of two. */
const FACTORS = 512;

/** A sum over all elements of a loop. */
export class LogarithmSum implements LoopPart {
  readonly patterns = [];
  readonly operands: readonly Access[];
  private readonly node: Node;
  private readonly isShifted: boolean;
  private readonly isBounded: boolean;
  private product: LogProduct | undefined;
  /** Counts factors. */
  private counter: Local | undefined;
  /** The sum of the rounding errors of 1 + x. */
  private rounding: Local | undefined;

  constructor({ views }: Context, node: Node) {
    const [logarithm] = node.inputs;
    this.node = node;
    this.operands = operands(node, views);
    this.isShifted = logarithm.op === 'log1p';
    this.isBounded = this.isShifted && isDecay(logarithm.inputs[0]);
  }

  start({ scope: { code }, context }: Position): void {
    this.product = new LogProduct(code, context.library);
    if (this.isShifted) {
      this.rounding = code.local('v128');
      code.f64x2(0).set(this.rounding);
    }
    this.counter = code.local('i32');
    code.i32(0).set(this.counter);
  }

  body(position: Position): void {
    const { code } = position.scope;
    const product = this.product!;
    const x = this.argument(position);
    const factor = code.local('v128');
    code.get(x);
    if (this.isShifted) code.f64x2(1).do('f64x2Add');
    code.set(factor);
    if (this.isShifted) this.addRounding(position, x, factor);
    if (this.isBounded) product.multiplyInBetween1And2(factor);
    else product.multiplyIn(factor);
    const counter = this.counter!;
    code.get(counter).i32(1).do('i32Add').tee(counter);
    code
      .i32(FACTORS - 1)
      .do('i32And', 'i32Eqz')
      .if(undefined, () => product.renormalise());
  }

  leave({ context, scope }: Position, level: number): void {
    if (level > 0) return;
    const { code, base } = scope;
    const total = code.local('v128');
    this.product!.finish();
    if (this.rounding !== undefined) {
      code.get(this.rounding).lane(0).get(this.rounding).lane(1).do('f64Add', 'f64Add');
    }
    code.do('f64x2Splat').set(total);
    const address = context.workspace.addresses.get(this.node)!;
    code.get(base).get(total).lane(0).storeF64(address);
    scope.scalars.set(this.node, total);
  }

  /** The operand in a local variable; a lane that means nothing holds what changes nothing. */
  private argument(position: Position): Local {
    const { code } = position.scope;
    const operand = position.operand(this.operands[0]);
    const x = code.local('v128');
    if (position.lanes === 'pair') {
      operand.value();
    } else {
      code.f64x2(this.isShifted ? 0 : 1);
      operand.value();
      code.lane(0).replaceLane(0);
    }
    code.set(x);
    return x;
  }

  /**
   * log(1 + x) = log f + e/f with f the rounded 1 + x and e = x − (f − 1) its exact error, which matters
   * for small x, where f is about 1.
   */
  private addRounding({ scope: { code } }: Position, x: Local, factor: Local): void {
    const rounding = this.rounding!;
    code.get(rounding).get(x).get(factor).f64x2(1).do('f64x2Sub', 'f64x2Sub');
    if (!this.isBounded) code.get(x).f64x2(1).do('f64x2Lt', 'v128And');
    code.do('f64x2Add').set(rounding);
  }
}

/** e^(−|x|), which lies between 0 and 1. */
function isDecay({ op, inputs: [x] }: Node): boolean {
  return op === 'exp' && x.op === 'negate' && x.inputs[0].op === 'abs';
}
