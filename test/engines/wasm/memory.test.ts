import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { prepareFlat } from '../../../src/engines/flat.ts';
import { referenceEngine as reference } from '../../../src/engines/reference/engine.ts';
import { wasmEngine } from '../../../src/engines/wasm/engine.ts';
import { liveRanges } from '../../../src/engines/wasm/plan/live-ranges.ts';
import { lower } from '../../../src/engines/wasm/plan/lower.ts';
import { FAILURE_BYTES } from '../../../src/engines/wasm/plan/memory.ts';
import { planGraph } from '../../../src/engines/wasm/plan/plan.ts';
import { Builder } from '../../../src/graph/builder.ts';
import { sizeOf } from '../../../src/graph/node.ts';
import { type RandomGraph, randomGraphs } from './random-graphs.ts';

const slotsOf = ({ graph }: RandomGraph) =>
  graph.inputs.map(({ attributes, shape }) => ({ name: attributes.name!, size: sizeOf(shape) }));

describe('the memory plan', () => {
  it('never gives the same memory to two results that live together', () => {
    fc.assert(
      fc.property(randomGraphs, (random) => {
        const graph = lower(random.graph, 'float64');
        const plan = planGraph(graph, slotsOf(random), [...graph.outputs.keys()], 'float64');
        const { addresses, bytes } = plan.workspace;
        const ranges = liveRanges(graph, plan.schedule, plan.views).map((range) => {
          const from = addresses.get(range.node)!;
          return { ...range, from, to: from + 8 * sizeOf(range.node.shape) };
        });
        for (const a of ranges) {
          expect(a.to).toBeLessThanOrEqual(bytes);
          for (const b of ranges) {
            if (a === b || a.first > b.last || b.first > a.last) continue;
            expect(a.to <= b.from || b.to <= a.from || a.from === a.to || b.from === b.to).toBe(
              true,
            );
          }
        }
      }),
      { numRuns: 60, seed: 5, endOnFailure: true },
    );
  });

  it('leaves nothing from one run for the next', () => {
    fc.assert(
      fc.property(randomGraphs, (random) => {
        const names = [...random.graph.outputs.keys()];
        const executable = prepareFlat(wasmEngine, random.graph, slotsOf(random), names);
        const { inputs, outputs } = executable;
        let at = 0;
        for (const { name, size } of slotsOf(random)) {
          inputs.set(random.inputs[name], at);
          at += size;
        }
        executable.run();
        const first = outputs.slice();
        // everything after the inputs: outputs and temporaries
        const start = inputs.byteOffset + inputs.byteLength;
        expect(inputs.byteOffset % 16).toBe(FAILURE_BYTES % 16);
        const { buffer } = inputs;
        new Float64Array(buffer, start, Math.floor((buffer.byteLength - start) / 8)).fill(
          Number.NaN,
        );
        executable.run();
        expect(outputs).toEqual(first);
      }),
      { numRuns: 60, seed: 6, endOnFailure: true },
    );
  });

  it('has no place for large tensors that one later loop reads: they are computed there', () => {
    const planOf = (size: number) => {
      const b = new Builder();
      const [x, y] = [b.input('x', [size, size]), b.input('y', [size, size])];
      // in the loop of the sum, were it not for what reads it behind a kernel
      const twice = b.multiply(x, 2);
      const sums = { squares: b.sum(b.square(x)), late: b.cumulativeSum(y, 0) };
      const graph = b.finish({ ...sums, both: b.add(b.multiply(twice, sums.late), twice) });
      const slots = ['x', 'y'].map((name) => ({ name, size: size * size }));
      const { workspace, schedule } = planGraph(graph, slots, ['squares', 'both'], 'float64');
      const inputs = Object.fromEntries(
        slots.map(({ name }) => [
          name,
          Float64Array.from({ length: size * size }, (_, k) => Math.sin(k)),
        ]),
      );
      const [exact, values] = [reference, wasmEngine].map((engine) =>
        engine.prepare(graph).run(inputs),
      );
      for (const [name, expected] of Object.entries(exact))
        expect(expected.every((value, k) => Math.abs(values[name][k] - value) < 1e-9)).toBe(true);
      return { isStored: workspace.addresses.has(twice), step: schedule.stepOf.get(twice) };
    };
    expect(planOf(127)).toEqual({ isStored: true, step: 0 });
    expect(planOf(128)).toEqual({ isStored: false, step: 2 });
  });
});
