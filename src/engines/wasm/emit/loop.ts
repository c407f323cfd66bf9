/** The code of a loop: operands, elements side by side, what is stored, what is gathered up. */
import type { Node } from '../../../graph/node.ts';
import { sizeOf } from '../../../graph/node.ts';
import { GraphError } from '../../../graph/op-definition.ts';
import type { Local } from '../../../webassembly/function.ts';
import { isDerivativeName } from '../math/host-functions.ts';
import { type MathName, mathFunctions } from '../math/library.ts';
import { type Access, operands, storedAccess } from '../plan/accesses.ts';
import { isFusedProduct } from '../plan/roles.ts';
import type { LoopStep } from '../plan/schedule.ts';
import type { Context, Scope } from './context.ts';
import { regionOf, storageOf } from './context.ts';
import { arithmetic, boundBy, conditions, isExtremeOfNumber, type Operand } from './elementwise.ts';
import { FusedProduct } from './fused-product.ts';
import { Gather } from './gather.ts';
import { toInt } from './integers.ts';
import { type Lanes, Nest, type Pattern } from './nest.ts';
import { type LoopPart, type Position, sinkOf } from './sinks.ts';

/** Emits all nodes of a step, in one nest of loops. */
export function emitLoop(context: Context, scope: Scope, step: LoopStep): void {
  new Loop(context, scope, step).emit();
}

const patternOf = ({ source, strides }: Access): Pattern => ({
  strides,
  unit: 8,
  region: regionOf(source),
});

const keyOf = ({ source, offset, strides }: Access): string => `${source.id}+${offset}:${strides}`;

interface Read {
  readonly access: Access;
  readonly pattern: Pattern;
}

class Loop implements Position {
  readonly context: Context;
  readonly scope: Scope;
  lanes: Lanes = 'single';
  private readonly step: LoopStep;
  private readonly stepIndex: number;
  /** What is read from memory. */
  private readonly reads = new Map<string, Read>();
  /** Parts with state outside the innermost loop. */
  private readonly parts = new Map<Node, LoopPart>();
  private readonly nestOfLoops: Nest;
  /** Operands and results at the current position. */
  private readonly values = new Map<string, Local>();
  private readonly hoisted = new Map<string, Local>();
  private readonly truths = new Map<Node, Local>();

  constructor(context: Context, scope: Scope, step: LoopStep) {
    this.context = context;
    this.scope = scope;
    this.step = step;
    this.stepIndex = context.schedule.steps.indexOf(step);
    const patterns: Pattern[] = [];
    for (const node of step.nodes) {
      const part = this.partOf(node);
      if (part !== undefined) {
        this.parts.set(node, part);
        patterns.push(...part.patterns);
      }
      for (const access of part?.operands ?? operands(node, context.views)) {
        if (this.isComputedHere(access.source)) continue;
        const pattern = patternOf(access);
        this.reads.set(keyOf(access), { access, pattern });
        patterns.push(pattern);
      }
      if (this.isStored(node)) patterns.push(patternOf(storedAccess(node)));
    }
    this.nestOfLoops = new Nest(scope.code, scope.base, step.space, patterns);
  }

  get nest(): Nest {
    return this.nestOfLoops;
  }

  emit(): void {
    const { nest, reads, parts } = this;
    for (const part of parts.values()) part.start?.(this);
    nest.run({
      enter: (level) => {
        for (const [key, { access, pattern }] of reads) {
          if (nest.level(pattern) === level && level < nest.depth) {
            this.hoisted.set(key, this.load(access, pattern, 'single'));
          }
        }
        for (const part of parts.values()) part.enter?.(this, level);
      },
      body: (lanes) => this.body(lanes),
      leave: (level) => {
        for (const part of parts.values()) part.leave?.(this, level);
      },
    });
  }

  operand(access: Access): Operand {
    const { code } = this.scope;
    return {
      value: () => this.push(access),
      truth: () => {
        const node = access.source;
        if (this.isComputedHere(node) && conditions[node.op] !== undefined) {
          code.get(this.truths.get(node)!);
        } else {
          this.push(access);
          code.f64x2(0).do('f64x2Ne');
        }
      },
    };
  }

  private partOf(node: Node): LoopPart | undefined {
    const { context } = this;
    if (node.op === 'gather') return new Gather(context, node);
    if (isFusedProduct(node)) return new FusedProduct(context, node);
    return context.schedule.roles.get(node) === 'sink' ? sinkOf(context, node) : undefined;
  }

  private isComputedHere(node: Node): boolean {
    return this.context.schedule.stepOf.get(node) === this.stepIndex;
  }

  private isStored(node: Node): boolean {
    const { schedule, workspace } = this.context;
    return schedule.roles.get(node) === 'element' && workspace.addresses.has(node);
  }

  private body(lanes: Lanes): void {
    this.lanes = lanes;
    this.values.clear();
    this.truths.clear();
    for (const node of this.step.nodes) {
      const part = this.parts.get(node);
      if (this.context.schedule.roles.get(node) === 'sink') {
        part!.body(this);
        continue;
      }
      if (part === undefined) this.compute(node);
      else part.body(this);
      const local = this.scope.code.local('v128');
      this.scope.code.set(local);
      this.values.set(keyOf(storedAccess(node)), local);
      if (this.step.space.length === 0) this.scope.scalars.set(node, local);
      if (this.isStored(node)) this.store(node, local);
    }
  }

  /** Leaves the value of an element on the stack. */
  private compute(node: Node): void {
    const { code } = this.scope;
    const accesses = operands(node, this.context.views);
    const given = accesses.map((access) => this.operand(access));
    const condition = conditions[node.op];
    if (condition !== undefined) {
      const mask = code.local('v128');
      condition(code, given);
      code.tee(mask).f64x2(1).do('v128And');
      this.truths.set(node, mask);
    } else if (this.context.views.copyOf(node) !== undefined) {
      given[0].value();
    } else if (node.op === 'toInt') {
      toInt(this, node, given[0]);
    } else if (isExtremeOfNumber(node)) {
      given[0].value();
      boundBy(code, node);
    } else if (arithmetic[node.op] !== undefined) {
      arithmetic[node.op]!(code, given);
    } else {
      this.callLibrary(node, given);
    }
  }

  /** A function of the library: written in place in a loop where it is one that loops are full of. */
  private callLibrary(node: Node, given: readonly Operand[]): void {
    const { code } = this.scope;
    const { library } = this.context;
    for (const operand of given) operand.value();
    if (isDerivativeName(node.op)) {
      code.call(library.derivative(node.op, node.attributes.orders!));
      return;
    }
    const name = mathName(node);
    if (name === 'polygamma') {
      code.call(library.polygamma(node.attributes.order!));
    } else if (this.step.space.length > 0 && INLINED.has(name)) {
      const argument = code.local('v128');
      code.set(argument);
      library.inline(name, code, [argument]);
    } else {
      code.call(library.get(name));
    }
  }

  private push(access: Access): void {
    const { code, scalars } = this.scope;
    const key = keyOf(access);
    let local = this.values.get(key) ?? this.hoisted.get(key);
    if (local === undefined && sizeOf(access.source.shape) === 1) {
      local = scalars.get(access.source);
    }
    if (local === undefined) {
      const { pattern } = this.reads.get(key)!;
      const { op, attributes } = access.source;
      if (op === 'constant' && this.nest.depth === 0) {
        // constants of scalar code are part of it
        code.f64x2(attributes.data![access.offset]);
        return;
      }
      local = this.load(access, pattern, this.lanes);
      this.values.set(key, local);
    }
    code.get(local);
  }

  /** Reads an operand into a local variable: one element into both lanes, or two neighbours. */
  private load(access: Access, pattern: Pattern, lanes: Lanes): Local {
    const { code, scalars } = this.scope;
    const { nest } = this;
    const local = code.local('v128');
    const { source, offset } = access;
    const isFixed = nest.level(pattern) === 0;
    const known = isFixed && sizeOf(source.shape) === 1 ? scalars.get(source) : undefined;
    if (known !== undefined) return known;
    if (isFixed && source.op === 'constant') {
      code.f64x2(source.attributes.data![offset]).set(local);
      return local;
    }
    const address = storageOf(this.context, source).address + 8 * offset;
    const stride = nest.innerStride(pattern);
    nest.pushAddress(pattern);
    if (lanes === 'pair' && stride === 1) {
      code.loadV128(address);
    } else {
      code.loadSplat(address);
      if (lanes === 'pair' && stride !== 0) {
        nest.pushAddress(pattern);
        code.loadF64(address + 8 * stride).replaceLane(1);
      }
    }
    code.set(local);
    if (isFixed && sizeOf(source.shape) === 1) scalars.set(source, local);
    return local;
  }

  private store(node: Node, local: Local): void {
    const { code } = this.scope;
    const address = this.context.workspace.addresses.get(node)!;
    this.nest.pushAddress(patternOf(storedAccess(node)));
    code.get(local);
    if (this.lanes === 'pair') code.storeV128(address);
    else code.lane(0).storeF64(address);
  }
}

/** Functions of one argument whose call would cost as much as they do. */
const INLINED: ReadonlySet<MathName | 'polygamma'> = new Set([
  'exp',
  'log',
  'log1p',
  'sigmoid',
  'softplus',
]);

/** The name in the library of the function that computes an op. */
function mathName({ op }: Node): MathName | 'polygamma' {
  const name = op === 'power' ? 'pow' : op;
  if (name !== 'polygamma' && !(name in mathFunctions)) {
    throw new GraphError(`the compiled engine has no code for ${op}`);
  }
  return name as MathName | 'polygamma';
}
