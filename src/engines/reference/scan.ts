import { sizeOf } from '../../graph/node.ts';
import { bodyInputNames } from '../../graph/scan-shape.ts';
import type { Kernel } from './kernel.ts';

/** Runs the body once a step, on arrays that are filled and read in place. */
export const scan: Kernel = (node, inputs, out, planBody) => {
  const { body, extent, sliced, reverse } = node.attributes;
  const { values, compute } = planBody(body!);
  const [next, emitted] = ['next', 'emitted'].map((name) => values.get(body!.outputs.get(name)!)!);
  const names = bodyInputNames(node.inputs.length, sliced!);
  const received = body!.inputs.map((input) => {
    const k = names.indexOf(input.attributes.name!);
    return { k, source: inputs[k], target: values.get(input)!, size: sizeOf(input.shape) };
  });
  const state = Float64Array.from(inputs[0]);
  const slices = received.filter(({ k }) => k > 0 && k <= sliced!);
  const invariants = received.filter(({ k }) => k > sliced!);
  const stateOfBody = received.find(({ k }) => k === 0);

  return () => {
    for (const { source, target } of invariants) target.set(source);
    state.set(inputs[0]);
    for (let step = 0; step < extent!; step++) {
      const at = reverse ? extent! - 1 - step : step;
      stateOfBody?.target.set(state);
      for (const { source, target, size } of slices) {
        for (let i = 0, from = at * size; i < size; i++, from++) target[i] = source[from];
      }
      compute();
      out.set(emitted, at * emitted.length);
      state.set(next);
    }
    out.set(state, extent! * emitted.length);
  };
};
