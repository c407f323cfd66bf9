import { vectorJacobianProduct } from '../autodiff/gradient.ts';
import { hessianVectorProduct } from '../autodiff/hessian-vector.ts';
import type { Engine, FlatExecutable } from '../engines/engine.ts';
import { prepareFlat } from '../engines/flat.ts';
import { evaluate } from '../engines/reference/evaluate.ts';
import { graft } from '../graph/graft.ts';
import { type Node, sizeOf } from '../graph/node.ts';
import { SimplifyingBuilder, simplify } from '../graph/simplify.ts';
import type {
  Information,
  LinearLayer,
  NormalPrior,
  Score,
} from '../inference/gauss-newton/information.ts';
import type { BatchLowering, RowData } from '../lowering/batch.ts';
import type { CellArgument, ExampleOutcome, LinearUse } from '../lowering/example.ts';
import type { LoweredModel } from '../lowering/model.ts';
import { noiseScale } from '../lowering/noise-scale.ts';
import { knownNormal, type LoweredParameter } from '../lowering/parameter.ts';
import type { Coordinates } from './coordinates.ts';
import type { NetworkWeights } from './network-weights.ts';
import { copy } from './run-gradient.ts';

/** Where values lie in the executable's inputs or outputs. */
interface Place {
  readonly from: number;
  readonly size: number;
}

interface PlacedArgument extends CellArgument {
  readonly value: Place;
  /** Where its seed goes, of arguments that depend on parameters. */
  readonly seed: Place | undefined;
}

interface PlacedOutcome extends Omit<ExampleOutcome, 'arguments' | 'present'> {
  readonly arguments: readonly PlacedArgument[];
  readonly present: Place | undefined;
}

const TANGENT = 'tangent ';

/** The Fisher information of a model's examples, one example at a time, by reverse accumulation from what they follow. */
export class ExampleInformation implements Information {
  readonly dimension: number;
  readonly examples: number;
  readonly layers: readonly LinearLayer[];
  readonly notLinear: string | undefined;
  readonly last: readonly number[];
  readonly before: readonly number[];
  readonly priors: readonly NormalPrior[];
  readonly noise: number | undefined;
  private readonly rows: readonly RowData[];
  private readonly example: FlatExecutable;
  private readonly prior: FlatExecutable;
  private readonly outcomes: readonly PlacedOutcome[];
  private readonly places: readonly { readonly input: Place; readonly slope: Place }[];
  private readonly firstRow: number;
  private readonly firstSeed: number;
  private readonly gradientAt: Place;

  /** @throws ModelError where the Fisher information is not known in closed form */
  constructor(
    lowering: BatchLowering,
    model: LoweredModel,
    coordinates: Coordinates,
    weights: NetworkWeights,
    engine: Engine,
  ) {
    const example = lowering.lowerExample();
    const { lowered, outcomes, uses } = example;
    const { parameters } = lowered;
    this.dimension = coordinates.dimension;
    this.examples = lowering.size;
    this.rows = lowering.rows;
    const coordinatesOf = (names: Iterable<string>): number[] =>
      [...names].flatMap((name) => {
        const { from, to } = coordinates.range(name);
        return Array.from({ length: to - from }, (_, k) => from + k);
      });
    const all = coordinatesOf(weights.names);
    this.last = coordinatesOf(weights.last);
    const last = new Set(this.last);
    this.before = all.filter((coordinate) => !last.has(coordinate));
    const linear = linearUses(uses, parameters, weights);
    this.notLinear = linear.problem;
    this.priors = normalPriors(model, coordinates, weights);
    const noise = noiseScale(example);
    this.noise = noise && coordinates.range(noise.declaration.name).from;

    const b = lowered.environment.builder;
    const ofLayers = linear.layers.map((same) => layerOf(same, coordinates));
    this.layers = ofLayers;
    const seeds: { argument: CellArgument; node: Node }[] = [];
    for (const { arguments: given } of outcomes) {
      for (const argument of given) {
        if (!argument.isUnknown) continue;
        const node = b.input(`seed ${seeds.length}`, argument.node.shape);
        seeds.push({ argument, node });
      }
    }
    const inputs = parameters.map(({ input }) => input);
    const slopes = vectorJacobianProduct(
      b,
      seeds.map(({ argument, node }) => [argument.node, node]),
      [...inputs, ...linear.layers.flat().map(({ result }) => result)],
    );
    const outputs: Record<string, Node> = {};
    const sizes: number[] = [];
    const put = (node: Node): Place => {
      const from = sizes.reduce((sum, size) => sum + size, 0);
      outputs[`output ${sizes.length}`] = node;
      sizes.push(sizeOf(node.shape));
      return { from, size: sizeOf(node.shape) };
    };
    inputs.forEach((_, k) => {
      put(slopes[k]);
    });
    this.gradientAt = { from: 0, size: this.dimension };
    let next = inputs.length;
    this.places = linear.layers.map((same, k) => {
      const { inputs: width, units } = ofLayers[k];
      const rowsOf = (nodes: readonly Node[], size: number): Node =>
        b.concatenate(
          nodes.map((node) => b.reshape(node, [sizeOf(node.shape) / size, size])),
          0,
        );
      const own = slopes.slice(next, next + same.length);
      next += same.length;
      return {
        input: put(
          rowsOf(
            same.map(({ input }) => input),
            width,
          ),
        ),
        slope: put(rowsOf(own, units)),
      };
    });
    let seedFrom = 0;
    this.outcomes = outcomes.map(({ arguments: given, present, ...outcome }) => ({
      ...outcome,
      present: present && put(present),
      arguments: given.map((argument) => {
        const value = put(argument.node);
        if (!argument.isUnknown) return { ...argument, value, seed: undefined };
        const seed = { from: seedFrom, size: value.size };
        seedFrom += value.size;
        return { ...argument, value, seed };
      }),
    }));
    const rowInputs = this.rows.map(({ name, width }) => ({ name, size: width }));
    const flat = [
      ...parameters.map((p) => ({
        name: p.declaration.name,
        size: sizeOf(p.unconstrainedShape),
      })),
      ...rowInputs,
      ...seeds.map(({ node }) => ({ name: node.attributes.name!, size: sizeOf(node.shape) })),
    ];
    this.firstRow = this.dimension;
    this.firstSeed = this.firstRow + rowInputs.reduce((sum, { size }) => sum + size, 0);
    const graph = simplify(b.finish(outputs), evaluate);
    this.example = prepareFlat(engine, graph, flat, Object.keys(outputs));
    this.prior = priorProduct(lowered, engine);
  }

  scores(point: Float64Array, see: (score: Score, isNew: boolean) => void): void {
    const { inputs, outputs } = this.example;
    copy(point, inputs, this.dimension);
    const view = ({ from, size }: Place): Float64Array => outputs.subarray(from, from + size);
    const score: Score = {
      gradient: view(this.gradientAt),
      inputs: this.places.map(({ input }) => view(input)),
      slopes: this.places.map(({ slope }) => view(slope)),
    };
    for (let example = 0; example < this.examples; example++) {
      let at = this.firstRow;
      for (const { values, width } of this.rows) {
        for (let j = 0; j < width; j++) inputs[at++] = values[example * width + j];
      }
      inputs.fill(0, this.firstSeed);
      this.example.run();
      let isNew = true;
      for (const seeds of this.seedsOf(outputs)) {
        inputs.fill(0, this.firstSeed);
        for (const { at: place, value } of seeds) inputs[this.firstSeed + place] = value;
        this.example.run();
        see(score, isNew);
        isNew = false;
      }
    }
  }

  priorCurvature(point: Float64Array, vector: Float64Array): Float64Array {
    const { inputs, outputs } = this.prior;
    copy(point, inputs, this.dimension);
    inputs.set(vector, this.dimension);
    this.prior.run();
    return outputs.map((product) => -product);
  }

  dispose(): void {
    this.example.dispose();
    this.prior.dispose();
  }

  /** The roots of the Fisher information of each observed cell, as what goes into the seeds. */
  private seedsOf(values: Float64Array): { at: number; value: number }[][] {
    return this.outcomes.flatMap(({ cells, present, information, arguments: given }) =>
      Array.from({ length: cells }, (_, cell) => {
        if (present !== undefined && values[present.from + cell] === 0) return [];
        const numbers = Object.fromEntries(
          given.map(({ name, value, width, isVector }) => {
            const from = value.from + cell * width;
            return [name, isVector ? values.slice(from, from + width) : values[from]];
          }),
        );
        return information.roots(numbers).flatMap((root) => {
          const seeds = given.flatMap(({ name, seed, width }) => {
            const own = root[name];
            if (seed === undefined || own === undefined) return [];
            return Array.from({ length: width }, (_, k) => ({
              at: seed.from + cell * width + k,
              value: typeof own === 'number' ? own : own[k],
            }));
          });
          return seeds.length === 0 ? [] : [seeds];
        });
      }).flat(),
    );
  }
}

/** The uses of each layer whose weights are coordinates as they are, and a part of no other thing. */
function linearUses(
  uses: readonly LinearUse[],
  parameters: readonly LoweredParameter[],
  { linear, names }: NetworkWeights,
): { readonly layers: readonly (readonly LinearUse[])[]; readonly problem: string | undefined } {
  const centred = new Set(
    parameters.flatMap((p) => (p.form === 'centred' ? [p.declaration.name] : [])),
  );
  const byWeights = new Map<string, LinearUse[]>();
  for (const use of uses) {
    if (!use.weights.every((name) => linear.includes(name) && centred.has(name))) continue;
    const key = use.weights.join();
    byWeights.set(key, [...(byWeights.get(key) ?? []), use]);
  }
  const layers = [...byWeights.values()];
  const known = new Set(layers.flat().flatMap(({ weights }) => weights));
  const other = names.find((name) => !known.has(name));
  if (other === undefined) return { layers, problem: undefined };
  const isScaled = parameters.some((p) => p.declaration.name === other && p.form !== 'centred');
  const reason = isScaled
    ? 'has a prior whose scale is a parameter'
    : 'is a part of something else than layers too, or of nothing that is observed';
  return { layers, problem: `\`${other}\` ${reason}` };
}

function layerOf(same: readonly LinearUse[], coordinates: Coordinates): LinearLayer {
  const [{ layer, weights, input, result }] = same;
  const [weight, bias] = weights.map((name) => coordinates.range(name).from);
  const [rows, inputs] = input.shape;
  return {
    name: layer,
    inputs,
    units: sizeOf(result.shape) / rows,
    weight,
    bias,
    rows: same.reduce((sum, use) => sum + use.input.shape[0], 0),
  };
}

function normalPriors(
  { environment, parameters }: LoweredModel,
  coordinates: Coordinates,
  { names }: NetworkWeights,
): NormalPrior[] {
  return parameters.flatMap(({ declaration }) => {
    const { name } = declaration;
    const known = names.includes(name) ? knownNormal(declaration, environment) : undefined;
    if (known === undefined) return [];
    const group = name.slice(0, name.lastIndexOf('.'));
    return [{ group, from: coordinates.range(name).from, ...known }];
  });
}

/** Products of the second derivatives of the log prior with a vector, which comes after the point. */
function priorProduct({ environment, parameters, terms }: LoweredModel, engine: Engine) {
  const b = new SimplifyingBuilder(evaluate);
  const own = environment.builder;
  const priors = terms.filter(({ kind }) => kind === 'prior').map(({ node }) => node);
  const sum = priors.reduce((total, node) => own.add(total, node), own.constant(0) as Node);
  const { value } = graft(b, own.finish({ value: sum }));
  const inputs = parameters.map(({ input }) => b.input(input.attributes.name!, input.shape));
  const names = parameters.map(({ declaration }) => declaration.name);
  const tangents = inputs.map(({ shape }, k) => b.input(TANGENT + names[k], shape));
  const products = hessianVectorProduct(b, value, inputs, tangents);
  const outputs = Object.fromEntries(products.map((product, k) => [names[k], product]));
  const sizes = inputs.map(({ shape }) => sizeOf(shape));
  const flat = ['', TANGENT].flatMap((prefix) =>
    names.map((name, k) => ({ name: prefix + name, size: sizes[k] })),
  );
  return prepareFlat(engine, b.finish(outputs), flat, names);
}
