/** Ops that only move elements, alone, in pairs, and below elementwise ops. */
import type { Node } from '../node.ts';
import { sameShape, sizeOf } from '../node.ts';
import type { RewriteRule, RewriteTable } from './rule.ts';

/** The one element that `x` repeats, if it does. */
const repeated = (x: Node): Node | undefined =>
  x.op === 'broadcast' && sizeOf(x.inputs[0].shape) === 1 ? x.inputs[0] : undefined;

/** Moving the elements of a tensor that repeats one element gives that element again. */
const ofOneElement: RewriteRule = (b, { inputs: [x], shape }) => {
  const element = repeated(x);
  return element === undefined ? undefined : b.broadcast(b.reshape(element, []), shape);
};

/** Elementwise ops broadcast by themselves, and work less on what is not repeated yet. */
export const withoutBroadcast: RewriteRule = (b, node) => {
  if (node.inputs.every((input) => input.op !== 'broadcast')) return undefined;
  const sources = node.inputs.map((input) => (input.op === 'broadcast' ? input.inputs[0] : input));
  return b.broadcast(b.make(node.op, sources, node.attributes), node.shape);
};

const reshape: RewriteRule = (b, { inputs: [x], shape }) => {
  if (sameShape(x.shape, shape)) return x;
  return x.op === 'reshape' ? b.reshape(x.inputs[0], shape) : undefined;
};

const transpose: RewriteRule = (b, { inputs: [x], attributes, shape }) => {
  const permutation = attributes.permutation!;
  if (x.op === 'transpose') {
    const first = x.attributes.permutation!;
    return b.transpose(
      x.inputs[0],
      permutation.map((axis) => first[axis]),
    );
  }
  // the order in memory changes only if axes longer than 1 change places
  const moved = permutation.filter((axis) => x.shape[axis] !== 1);
  return moved.every((axis, k) => k === 0 || axis > moved[k - 1]) ? b.reshape(x, shape) : undefined;
};

const broadcast: RewriteRule = (b, { inputs: [x], shape }) => {
  if (sameShape(x.shape, shape)) return x;
  if (x.op === 'broadcast') return b.broadcast(x.inputs[0], shape);
  // leading extents of 1 are implied
  const first = x.shape.findIndex((extent) => extent !== 1);
  const core = first < 0 ? [] : x.shape.slice(first);
  return core.length < x.shape.length ? b.broadcast(b.reshape(x, core), shape) : undefined;
};

const slice: RewriteRule = (b, { inputs: [x], attributes, shape }) => {
  if (sameShape(x.shape, shape)) return x;
  const begin = attributes.begin!;
  if (x.op === 'slice') {
    const outer = x.attributes.begin!;
    return b.slice(
      x.inputs[0],
      begin.map((n, axis) => n + outer[axis]),
      shape,
    );
  }
  if (x.op !== 'concatenate') return undefined;
  const axis = x.attributes.axis!;
  let start = 0;
  for (const part of x.inputs) {
    const end = start + part.shape[axis];
    if (begin[axis] >= start && begin[axis] + shape[axis] <= end) {
      return b.slice(part, begin.with(axis, begin[axis] - start), shape);
    }
    start = end;
  }
  return undefined;
};

/** A part of a padded tensor that lies in the zeros around it, or in what they surround. */
const sliceOfPad: RewriteRule = (b, { inputs: [padded], attributes, shape }) => {
  if (padded.op !== 'pad') return undefined;
  const [x] = padded.inputs;
  const begin = attributes.begin!.map((n, axis) => n - padded.attributes.before![axis]);
  const isBeside = begin.some((n, axis) => n >= x.shape[axis] || n + shape[axis] <= 0);
  if (isBeside) return b.broadcast(b.constant(0), shape);
  const isWithin = begin.every((n, axis) => n >= 0 && n + shape[axis] <= x.shape[axis]);
  return isWithin ? b.slice(x, begin, shape) : undefined;
};

/** Neighbouring slices of one tensor, put together again. */
const concatenate: RewriteRule = (b, { inputs, attributes, shape }) => {
  const [first] = inputs;
  const axis = attributes.axis!;
  let end = first.op === 'slice' ? first.attributes.begin![axis] : 0;
  for (const part of inputs) {
    if (part.op !== 'slice' || part.inputs[0] !== first.inputs[0]) return undefined;
    const begin = part.attributes.begin!;
    if (begin.some((n, k) => n !== (k === axis ? end : first.attributes.begin![k])))
      return undefined;
    end += part.shape[axis];
  }
  return b.slice(first.inputs[0], first.attributes.begin!, shape);
};

/** Known consecutive positions are a slice. */
const gather: RewriteRule = (b, node) => {
  const [x, indices] = node.inputs;
  if (indices.op !== 'constant' || indices.shape.length !== 1) return undefined;
  const positions = indices.attributes.data!;
  if (positions.length === 0) return undefined;
  const [start] = positions;
  const inRange = start >= 0 && start + positions.length <= x.shape[0];
  if (!inRange || positions.some((position, k) => position !== start + k)) return undefined;
  return b.slice(x, new Array<number>(x.shape.length).fill(0).with(0, start), node.shape);
};

export const layoutRules: RewriteTable = {
  reshape: [reshape, ofOneElement],
  transpose: [transpose, ofOneElement],
  broadcast: [broadcast],
  slice: [slice, sliceOfPad, ofOneElement],
  concatenate: [concatenate],
  gather: [gather],
};
