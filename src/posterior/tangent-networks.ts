import { gradient, vectorJacobianProduct } from '../autodiff/gradient.ts';
import type { BoundData } from '../binding/bound-data.ts';
import type { Engine, Executable } from '../engines/engine.ts';
import { evaluate } from '../engines/reference/evaluate.ts';
import { Builder } from '../graph/builder.ts';
import { type Node, sizeOf, type TensorData } from '../graph/node.ts';
import { simplify } from '../graph/simplify.ts';
import { Environment, networkInput } from '../lowering/environment.ts';
import { lowerExpression } from '../lowering/expression.ts';
import { lowerNamedValue } from '../lowering/model.ts';
import { partsOf } from '../semantics/tree.ts';
import type { LayerNode, TypedExpression } from '../semantics/typed-expression.ts';
import type { TypedModel } from '../semantics/typed-model.ts';

/** Parameters by name. */
type Values = Readonly<Record<string, ArrayLike<number>>>;

/**
 * What networks give for data, by their tangents at one point of the parameters: f(centre) + J (θ − centre), the J v from
 * the gradient of ⟨Jᵀ u, v⟩ in u.
 */
export class TangentNetworks {
  /** The layers that give the results of networks. */
  readonly results: readonly LayerNode[];
  /** The parameters on which they depend. */
  readonly parameters: readonly string[];
  private readonly executable: Executable;
  private readonly sizes: ReadonlyMap<string, number>;

  /** @param results the layers that give what networks give; those that depend on drawn outputs stay as they are */
  constructor(typed: TypedModel, bound: BoundData, engine: Engine, results: readonly LayerNode[]) {
    const { known, parameters } = lowered(typed, bound);
    const b = known.builder;
    this.results = results.filter((layer) => isOfParameters(layer, typed));
    const values = this.results.map((layer) => lowerExpression(layer, known));
    const used = new Set(b.finish(Object.fromEntries(values.map((node, k) => [k, node]))).inputs);
    const inputs = parameters.filter((input) => used.has(input));
    const tangents = inputs.map(({ attributes, shape }) =>
      b.input(`tangent ${attributes.name!}`, shape),
    );
    const outputs: Record<string, Node> = {};
    values.forEach((value, k) => {
      const along = b.input(`along ${k}`, value.shape);
      const slopes = vectorJacobianProduct(b, [[value, along]], inputs);
      const product = slopes
        .map((slope, j) => b.sum(b.multiply(slope, tangents[j])))
        .reduce((sum, term) => b.add(sum, term), b.constant(0) as Node);
      const [derivative] = gradient(b, product, [along]);
      outputs[networkInput(k)] = b.add(value, derivative);
    });
    const graph = simplify(b.finish(outputs), evaluate);
    this.executable = engine.prepare(graph);
    this.parameters = inputs.map(({ attributes }) => attributes.name!);
    this.sizes = new Map(
      graph.inputs.map(({ attributes, shape }) => [attributes.name!, sizeOf(shape)]),
    );
  }

  /**
   * What the networks give, by `networkInput` of their place in `results`.
   *
   * @param centre,values of all `parameters`
   */
  at(centre: Values, values: Values): Record<string, TensorData> {
    const inputs: Record<string, Float64Array> = {};
    for (const [name, size] of this.sizes) inputs[name] = new Float64Array(size);
    for (const name of this.parameters) {
      inputs[name] = Float64Array.from(centre[name]);
      inputs[`tangent ${name}`] = inputs[name].map((at, k) => values[name][k] - at);
    }
    const found = this.executable.run(inputs);
    return Object.fromEntries(Object.entries(found).map(([name, data]) => [name, data.slice()]));
  }

  dispose(): void {
    this.executable.dispose();
  }
}

/** An environment in which parameters are inputs. */
function lowered(typed: TypedModel, bound: BoundData) {
  const b = new Builder();
  const known = new Environment(b, typed, bound);
  const parameters: Node[] = [];
  for (const statement of typed.statements) {
    const { kind } = statement;
    if (kind === 'param') {
      const input = b.input(statement.name, known.shapeOf(statement.axes));
      known.variables.set(statement.name, input);
      parameters.push(input);
    } else if (kind === 'let' || (kind === 'output' && statement.value !== undefined)) {
      const { value } = statement;
      known.deferred.set(statement.name, () =>
        lowerNamedValue(
          { ...statement, value: value! } as Parameters<typeof lowerNamedValue>[0],
          known,
        ),
      );
    }
  }
  return { known, parameters };
}

/** Whether an expression depends on parameters and data alone, and on no drawn output. */
function isOfParameters(
  expression: TypedExpression,
  typed: TypedModel,
  seen = new Set<TypedExpression>(),
): boolean {
  if (seen.has(expression)) return true;
  seen.add(expression);
  if (expression.kind === 'variable') {
    const statement = typed.statements.find((s) => 'name' in s && s.name === expression.name);
    if (statement?.kind === 'output' && statement.value === undefined) return false;
    const isNamed = statement?.kind === 'let' || statement?.kind === 'output';
    if (isNamed && !isOfParameters(statement.value!, typed, seen)) return false;
  }
  return partsOf(expression).every((part) => isOfParameters(part, typed, seen));
}
