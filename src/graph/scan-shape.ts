/** What must hold of a `scan` and its body. */
import type { Attributes, Node, Shape } from './node.ts';
import { sameShape } from './node.ts';
import { GraphError } from './op-definition.ts';

/** The names in the body of the inputs of a `scan`, in their order. */
export function bodyInputNames(inputs: number, sliced: number): string[] {
  return Array.from({ length: inputs }, (_, k) => {
    if (k === 0) return 'state';
    return k <= sliced ? `slice${k - 1}` : `invariant${k - 1 - sliced}`;
  });
}

/** The shape of what a step sees of input `k` of a `scan`. */
export function loopPart(shape: Shape, k: number, sliced: number): Shape {
  return k > 0 && k <= sliced ? shape.slice(1) : shape;
}

/** The shape of the result of a `scan`. */
export function scanShape(inputs: readonly Shape[], attributes: Attributes): Shape {
  const { body, extent, sliced } = attributes;
  if (body === undefined || extent === undefined || sliced === undefined) {
    throw new GraphError('a loop needs a body, a number of steps and a number of sliced inputs');
  }
  const [initial] = inputs;
  if (initial.length !== 1) throw new GraphError(`a state is a vector, not of shape [${initial}]`);
  if (inputs.length < 1 + sliced) throw new GraphError(`a loop lacks some of its sliced inputs`);
  for (const shape of inputs.slice(1, 1 + sliced)) {
    if (shape[0] !== extent) {
      throw new GraphError(`a tensor of shape [${shape}] has no slice for each of ${extent} steps`);
    }
  }
  const next = body.outputs.get('next');
  const emitted = body.outputs.get('emitted');
  if (next === undefined || emitted === undefined || body.outputs.size !== 2) {
    throw new GraphError('the body of a loop has the outputs next and emitted');
  }
  if (!sameShape(next.shape, initial) || emitted.shape.length !== 1) {
    throw new GraphError(`the body of a loop gives [${next.shape}] and [${emitted.shape}]`);
  }
  return [extent * emitted.shape[0] + initial[0]];
}

/** Checks the body's inputs against those of the loop. */
export function checkScanTypes(inputs: readonly Node[], { body, sliced }: Attributes): void {
  const names = bodyInputNames(inputs.length, sliced!);
  for (const { attributes, shape, type } of body!.inputs) {
    const at = names.indexOf(attributes.name!);
    if (at < 0) throw new GraphError(`a loop has nothing for input ${attributes.name} of its body`);
    const part = loopPart(inputs[at].shape, at, sliced!);
    if (!sameShape(shape, part) || type !== inputs[at].type) {
      throw new GraphError(
        `input ${attributes.name} of the body of a loop is ${type} [${shape}], not ${inputs[at].type} [${part}]`,
      );
    }
  }
  for (const [name, { type }] of body!.outputs) {
    if (type !== 'float') throw new GraphError(`output ${name} of the body of a loop is ${type}`);
  }
  if (inputs[0].type !== 'float') throw new GraphError('the state of a loop is not float');
}
