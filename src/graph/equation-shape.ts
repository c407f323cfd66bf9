/** What must hold of an `ode` and its body. */
import type { Attributes, ElementType, Node, Shape } from './node.ts';
import { sameShape, sizeOf } from './node.ts';
import { GraphError } from './op-definition.ts';

/** The names in the body of what it sees, in the order of the inputs of an `ode`: one for the times. */
export function equationInputNames(inputs: number): string[] {
  return Array.from({ length: inputs }, (_, k) =>
    k < 3 ? ['state', 'start', 'time'][k] : `invariant${k - 3}`,
  );
}

/** The shape of the result of an `ode`. */
export function equationShape(inputs: readonly Shape[], attributes: Attributes): Shape {
  const { body, rows, method } = attributes;
  if (inputs.length < 3) throw new GraphError('an equation lacks some of its inputs');
  const [initial, start, times] = inputs;
  if (initial.length !== 1 || start.length !== 0 || times.length !== 1) {
    throw new GraphError(`an equation from [${initial}] at [${start}] to [${times}]`);
  }
  if (rows === undefined || rows < 1 || initial[0] % rows !== 0) {
    throw new GraphError(`a state of ${initial[0]} elements has no ${rows} rows`);
  }
  const derivative = body?.outputs.get('derivative');
  if (derivative === undefined || !sameShape(derivative.shape, initial)) {
    throw new GraphError(`the derivative of a state [${initial}] is [${derivative?.shape}]`);
  }
  const [first, jacobian] = ['solution', 'jacobian'].map((name) => body!.outputs.get(name));
  const isImplicit =
    first !== undefined &&
    jacobian !== undefined &&
    sameShape(first.shape, [rows]) &&
    sameShape(jacobian.shape, [rows, rows]);
  if (method === 'bdf' && !isImplicit) {
    throw new GraphError(
      `the first column of ${rows} rows has [${first?.shape}] and the Jacobian [${jacobian?.shape}]`,
    );
  }
  return [times[0], initial[0]];
}

/** Checks the body's inputs against those of the op. */
export function checkEquationTypes(inputs: readonly Node[], { body }: Attributes): void {
  const names = equationInputNames(inputs.length);
  if (inputs.slice(0, 3).some(({ type }) => type !== 'float')) {
    throw new GraphError('the state and the times of an equation are float');
  }
  for (const input of body!.inputs) {
    const at = names.indexOf(input.attributes.name!);
    if (at < 0 || at === 1) {
      throw new GraphError(
        `an equation has nothing for input ${input.attributes.name} of its body`,
      );
    }
    checkInput(input, at === 2 ? [] : inputs[at].shape, inputs[at].type);
  }
}

/** The inputs of an `odeAdjoint` before those of the equation: the solution and its cotangent. */
export const ADJOINT_INPUTS = 2;

/** The shape of the result of an `odeAdjoint`. */
export function adjointShape(inputs: readonly Shape[], attributes: Attributes): Shape {
  const [solution, cotangent, ...others] = inputs;
  const shape = equationShape(others, attributes);
  if (!sameShape(solution, shape) || !sameShape(cotangent, shape)) {
    throw new GraphError(`the adjoint of a solution [${shape}] from [${solution}], [${cotangent}]`);
  }
  const wanted = others.slice(3, 3 + attributes.wanted!);
  const size = wanted.reduce((sum, invariant) => sum + sizeOf(invariant), others[0][0]);
  const adjoint = attributes.body?.outputs.get('adjoint');
  if (adjoint === undefined || !sameShape(adjoint.shape, [size])) {
    throw new GraphError(`the adjoint of a slope for ${size} elements is [${adjoint?.shape}]`);
  }
  return [size];
}

/** As `checkEquationTypes`; the body also has the cotangent of its derivative as an input. */
export function checkAdjointTypes(inputs: readonly Node[], attributes: Attributes): void {
  const body = attributes.body!;
  const others = body.inputs.filter((input) => input.attributes.name !== 'cotangent');
  checkEquationTypes(inputs.slice(ADJOINT_INPUTS), { body: { ...body, inputs: others } });
  for (const input of body.inputs) {
    if (!others.includes(input)) checkInput(input, inputs[ADJOINT_INPUTS].shape, 'float');
  }
}

function checkInput({ attributes, shape, type }: Node, given: Shape, givenType: ElementType): void {
  if (sameShape(shape, given) && type === givenType) return;
  throw new GraphError(
    `input ${attributes.name} of the body of an equation is ${type} [${shape}], not ${givenType} [${given}]`,
  );
}
