import type { FunctionBuilder, Local } from '../../../webassembly/function.ts';
import type { FunctionReference, ValueType } from '../../../webassembly/module.ts';
import { type Expression, write } from './expressions.ts';

/** A function of a module, written the first time something calls it. */
export interface Routine {
  readonly name: string;
  readonly parameters: readonly ValueType[];
  /** Nothing where it works in memory. */
  readonly result: ValueType | undefined;
  build(body: FunctionBuilder, library: Routines): void;
}

/** What a routine needs to call others. */
export interface Routines {
  reference(routine: Routine): FunctionReference;
  /** A function of the host that the module imports, f64 in and out. */
  host(name: string, arity: number): FunctionReference;
}

/**
 * A mathematical function of two float64 lanes: one to four v128 in, one v128 out. `emit` writes it
 * in place, leaving the result on the stack; as a routine it is a function of its own. The same code
 * serves both.
 */
export interface MathFunction extends Routine {
  readonly arity: number;
  emit(body: FunctionBuilder, inputs: readonly Local[], library: Routines): void;
}

/** The code of one function under way: expressions, values kept in locals, cases and calls. */
export class Code {
  readonly body: FunctionBuilder;
  readonly library: Routines;

  constructor(body: FunctionBuilder, library: Routines) {
    this.body = body;
    this.library = library;
  }

  /** Computes the expression now, for use any number of times. */
  keep(expression: Expression): Expression {
    const local = this.body.local('v128');
    write(this.body, expression);
    this.body.set(local);
    return (body) => body.get(local);
  }

  /** A variable that loops assign to. */
  variable(initial: Expression): { readonly value: Expression; set(next: Expression): void } {
    const local = this.body.local('v128');
    const set = (next: Expression) => {
      write(this.body, next);
      this.body.set(local);
    };
    set(initial);
    return { value: (body) => body.get(local), set };
  }

  /** One of two ways, by whether the condition holds in both lanes. */
  ifBoth(condition: Expression, then: () => Expression, otherwise: () => Expression): Expression {
    const local = this.body.local('v128');
    const branch = (way: () => Expression) => () => {
      write(this.body, way());
      this.body.set(local);
    };
    write(this.body, condition);
    this.body.do('i64x2Bitmask').i32(3).do('i32Eq');
    this.body.if(undefined, branch(then), branch(otherwise));
    return (body) => body.get(local);
  }

  /** Repeats while the condition holds in any lane. */
  whileAny(condition: Expression, build: () => void): void {
    this.body.block(() =>
      this.body.loop(() => {
        write(this.body, condition);
        this.body.do('v128AnyTrue', 'i32Eqz').branchIf(1);
        build();
        this.body.branch(0);
      }),
    );
  }

  call(routine: Routine, ...inputs: Expression[]): Expression {
    const reference = this.library.reference(routine);
    return (body) => {
      for (const input of inputs) write(body, input);
      body.call(reference);
    };
  }

  /** A scalar function of float64 applied to each lane. */
  eachLane(reference: FunctionReference, ...inputs: Expression[]): Expression {
    return (body) => {
      for (const lane of [0, 1] as const) {
        for (const input of inputs) {
          write(body, input);
          body.lane(lane);
        }
        body.call(reference);
        if (lane === 0) body.do('f64x2Splat');
        else body.replaceLane(1);
      }
    };
  }
}

/** Defines a function of vectors by the expression of its result. */
export function mathFunction<Inputs extends Expression[]>(
  name: string,
  arity: Inputs['length'],
  define: (code: Code, ...inputs: Inputs) => Expression,
): MathFunction {
  const emit = (body: FunctionBuilder, inputs: readonly Local[], library: Routines): void => {
    const values = inputs.map(
      (input): Expression =>
        (b) =>
          b.get(input),
    ) as Inputs;
    write(body, define(new Code(body, library), ...values));
  };
  const parameters = new Array<ValueType>(arity).fill('v128');
  return {
    name,
    arity,
    parameters,
    result: 'v128',
    emit,
    build: (body, library) =>
      emit(
        body,
        parameters.map((_, index) => body.parameter(index)),
        library,
      ),
  };
}
