/**
 * A network becomes parameters, one or two a layer, and a function of its input:
 *
 *   1. what stands in each layer's parentheses                  (settings.ts)
 *   2. layer by layer the dimensions of what goes through       (src/layers, `place`)
 *   3. a parameter for each weight and bias                     (weights.ts)
 *   4. where the network is called, the layers one on the other (apply-network.ts)
 */
import { maskName } from '../../layers/dropout.ts';
import { isMisfit } from '../../layers/image.ts';
import { layers } from '../../layers/index.ts';
import type { Layer, LayerAxis, PlacedLayer, SettingValue } from '../../layers/layer.ts';
import { describeInput } from '../../layers/layer.ts';
import type { Expression, Name, NetworkItem, NetworkStatement } from '../../syntax/ast.ts';
import { type Context, report } from '../context.ts';
import { isNew } from '../declarations.ts';
import { didYouMean, findDimension, isFunctionName } from '../lookup.ts';
import type { TypedDimension, TypedParam } from '../typed-model.ts';
import type { LayerStep, Network, NetworkStep } from './network.ts';
import {
  type LayerItem,
  type PriorTarget,
  readLayer,
  readTarget,
  type WrittenLayer,
} from './settings.ts';
import { declareDimension, declareMask, declareWeight } from './weights.ts';

type WrittenItem =
  | {
      readonly kind: 'layer';
      readonly item: LayerItem;
      readonly layer: Layer;
      readonly written: WrittenLayer;
    }
  | { readonly kind: 'residual'; readonly item: LayerItem; readonly items: readonly WrittenItem[] };

/** The dimensions and parameters that a network brings; the network itself goes into the scope. */
export function checkNetwork(
  ctx: Context,
  statement: NetworkStatement,
): readonly (TypedDimension | TypedParam)[] {
  const { name } = statement;
  const { functions } = ctx.scope;
  const network = new NetworkCheck(ctx, statement);
  const checked = network.run();
  if (isNew(ctx, name, functions, 'function')) {
    const depth = checked === undefined ? 0 : depthOfSteps(checked.steps);
    const declared = { name: name.text, nameSpan: name.span, depth };
    functions.set(name.text, checked === undefined ? declared : { ...declared, network: checked });
  }
  return network.declared;
}

/** Levels of an expression that a network's layers make: a layer and its activation, a sum after those inside. */
function depthOfSteps(steps: readonly NetworkStep[]): number {
  return steps.reduce(
    (depth, step) => depth + (step.kind === 'layer' ? 2 : depthOfSteps(step.steps) + 2),
    0,
  );
}

class NetworkCheck {
  readonly declared: (TypedDimension | TypedParam)[] = [];
  private readonly ctx: Context;
  private readonly statement: NetworkStatement;
  private readonly priors = new Map<PriorTarget, Expression>();
  private readonly names = new Set<string>();
  private readonly counts = new Map<string, number>();
  /** Layers placed so far. */
  private placed = 0;

  constructor(ctx: Context, statement: NetworkStatement) {
    this.ctx = ctx;
    this.statement = statement;
  }

  run(): Network | undefined {
    const { inputs, output, body, name } = this.statement;
    const input = this.inputAxes(inputs);
    const result = output && findDimension(this.ctx, output);
    const priorsAreFine = this.readPriors(body);
    const items = this.readItems(body);
    if (input === undefined || items === undefined || !priorsAreFine) return undefined;
    if (output !== undefined && result === undefined) return undefined;
    const [first] = items;
    const last = items.at(-1);
    if (first === undefined || last === undefined) {
      this.report('network-layers', name.span, `the network \`${name.text}\` has no layers`);
      return undefined;
    }
    const placed = this.place(items, input, output === undefined ? last : undefined);
    if (placed === undefined || !this.checkOutput(placed.output, last)) return undefined;
    const membersOf = this.membersOf(first);
    return {
      inputs: input.map(({ dimension }) => dimension),
      steps: placed.steps,
      output: placed.output.map(({ dimension }) => dimension),
      ...(membersOf === undefined ? {} : { membersOf }),
    };
  }

  // ─── what is written ───────────────────────────────────────────────────────

  private inputAxes(inputs: readonly Name[]): LayerAxis[] | undefined {
    const axes: LayerAxis[] = [];
    let fine = true;
    for (const name of inputs) {
      const found = findDimension(this.ctx, name);
      if (found === undefined) {
        fine = false;
      } else if (axes.some(({ dimension }) => dimension === found.name)) {
        this.report('network-input', name.span, `the input has \`${name.text}\` twice`);
        fine = false;
      } else {
        axes.push({ dimension: found.name, size: found.size });
      }
    }
    return fine ? axes : undefined;
  }

  private readPriors(body: readonly NetworkItem[]): boolean {
    let fine = true;
    for (const item of body) {
      if (item.kind !== 'prior') continue;
      const target = readTarget(this.ctx, item.target);
      if (target !== undefined && this.priors.has(target)) {
        this.report('layer-prior', item.target.span, `the prior of the ${target} is given twice`);
        fine = false;
      } else if (target === undefined) {
        fine = false;
      } else {
        this.priors.set(target, item.distribution);
      }
    }
    return fine;
  }

  private readItems(body: readonly NetworkItem[]): WrittenItem[] | undefined {
    const items: WrittenItem[] = [];
    let fine = true;
    for (const item of body) {
      if (item.kind === 'prior') continue;
      const read = item.name.text === 'residual' ? this.readResidual(item) : this.readLayer(item);
      if (read === undefined) fine = false;
      else items.push(read);
    }
    return fine ? items : undefined;
  }

  private readResidual(item: LayerItem): WrittenItem | undefined {
    const { body, arguments: given, span } = item;
    if (given.length > 0 || body === undefined || body.every(({ kind }) => kind === 'prior')) {
      this.report('layer-setting', span, '`residual` takes layers in braces and nothing else', {
        hint: 'such as `residual { dense(50, activation = relu) dense(50) }`',
      });
      return undefined;
    }
    const prior = body.find(({ kind }) => kind === 'prior');
    if (prior !== undefined) {
      this.report('layer-prior', prior.span, 'priors stand outside `residual`', {
        hint: 'a single layer has its own in its parentheses: `dense(50, weights ~ …)`',
      });
      return undefined;
    }
    const items = this.readItems(body);
    return items && { kind: 'residual', item, items };
  }

  private readLayer(item: LayerItem): WrittenItem | undefined {
    const { name, body } = item;
    const layer = layers.get(name.text);
    if (layer === undefined) {
      const names = [...layers.keys(), 'residual'];
      const hint = isFunctionName(this.ctx, name.text)
        ? `an activation stands in a layer: \`dense(50, activation = ${name.text})\``
        : (didYouMean(name.text, names) ?? `layers are ${names.join(', ')}`);
      this.report('unknown-layer', name.span, `there is no layer \`${name.text}\``, { hint });
      return undefined;
    }
    if (body !== undefined) {
      this.report('layer-setting', item.span, `\`${name.text}\` takes no layers in braces`, {
        hint: 'only `residual { … }` does',
      });
      return undefined;
    }
    const written = readLayer(this.ctx, item, layer);
    return written && { kind: 'layer', item, layer, written };
  }

  // ─── the dimensions of what goes through ───────────────────────────────────

  /** @param single the layer of which one unit is one number, without a dimension */
  private place(
    items: readonly WrittenItem[],
    input: readonly LayerAxis[],
    single: WrittenItem | undefined,
  ): { steps: NetworkStep[]; output: readonly LayerAxis[] } | undefined {
    const steps: NetworkStep[] = [];
    let axes = input;
    for (const item of items) {
      const placed =
        item.kind === 'residual'
          ? this.placeResidual(item, axes)
          : this.placeLayer(item, axes, item === single);
      if (placed === undefined) return undefined;
      steps.push(placed.step);
      axes = placed.output;
    }
    return { steps, output: axes };
  }

  private placeResidual(
    { item, items }: Extract<WrittenItem, { kind: 'residual' }>,
    input: readonly LayerAxis[],
  ): { step: NetworkStep; output: readonly LayerAxis[] } | undefined {
    const inner = this.place(items, input, undefined);
    if (inner === undefined) return undefined;
    const { steps, output } = inner;
    const fits =
      output.length === input.length &&
      output.every((axis, k) => {
        const before = input[k]!;
        return (
          axis.dimension === before.dimension ||
          (axis.size !== undefined && axis.size === before.size)
        );
      });
    if (!fits) {
      this.report(
        'layer-shape',
        item.name.span,
        `what leaves a \`residual\` is added to what enters it, so both have the same size; ${this.sizes(input)} enters, ${this.sizes(output)} leaves`,
      );
      return undefined;
    }
    return { step: { kind: 'residual', steps, span: item.span }, output: input };
  }

  private placeLayer(
    { item, layer, written }: Extract<WrittenItem, { kind: 'layer' }>,
    input: readonly LayerAxis[],
    isSingle: boolean,
  ): { step: LayerStep; output: readonly LayerAxis[] } | undefined {
    const name = this.layerName(layer, written);
    if (name === undefined) return undefined;
    if (layer.membersOf !== undefined && this.placed > 0) {
      this.report('layer-shape', item.name.span, `\`${layer.name}\` stands first in a network`, {
        hint: 'it takes members of a dimension, and layers give numbers',
      });
      return undefined;
    }
    this.placed += 1;
    const ownAxis = (part: string, size: number): LayerAxis => {
      const dimension = part === '' ? name : `${name}.${part}`;
      this.declared.push(declareDimension(this.ctx, dimension, size, item.name));
      return { dimension, size };
    };
    const settings: Record<string, SettingValue> = {};
    for (const [key, value] of Object.entries(written.settings)) {
      const isNumber = typeof value === 'object' && 'count' in value;
      if (!isNumber) settings[key] = value;
      else settings[key] = isSingle && value.count === 1 ? [] : [ownAxis('', value.count)];
    }
    const placed = layer.place({ input, settings, ownAxis });
    if (isMisfit(placed)) {
      this.report('layer-shape', item.span, placed.problem, { hint: placed.hint });
      return undefined;
    }
    const { weights, output } = placed;
    const trained = weights === undefined ? [] : this.weightsOf(name, item, written, weights);
    if (trained === undefined) return undefined;
    const masks = this.maskOf(name, item, input);
    if (masks === undefined) return undefined;
    const params = [...trained, ...masks];
    this.declared.push(...params);
    const step: LayerStep = {
      kind: 'layer',
      name,
      layer: layer.name,
      settings,
      output: output.map(({ dimension }) => dimension),
      weights: params.map(({ name: own }) => own),
      fanIn: weights?.fanIn.length ?? 0,
      span: item.span,
      ...(written.activation === undefined ? {} : { activation: written.activation }),
    };
    return { step, output };
  }

  /** A parameter for each weight, and one for each bias where there are some. */
  private weightsOf(
    layer: string,
    item: LayerItem,
    written: WrittenLayer,
    weights: NonNullable<PlacedLayer['weights']>,
  ): TypedParam[] | undefined {
    const kinds = [
      ['weight', 'weights', weights.weight],
      ['bias', 'biases', written.hasBias ? weights.bias : undefined],
    ] as const;
    const params: TypedParam[] = [];
    for (const [part, target, axes] of kinds) {
      if (axes === undefined) continue;
      const prior = written.priors.get(target) ?? this.priors.get(target);
      if (prior === undefined) {
        this.reportMissingPrior(target, item);
        return undefined;
      }
      const param = declareWeight(this.ctx, `${layer}.${part}`, axes, prior, weights, item.name);
      if (param === undefined) return undefined;
      params.push(param);
    }
    return params;
  }

  /** Where the model is trained with dropout: the switches of what enters a dropout layer. */
  private maskOf(
    layer: string,
    item: LayerItem,
    input: readonly LayerAxis[],
  ): TypedParam[] | undefined {
    const masked = this.ctx.masks?.get(layer);
    if (masked === undefined) return [];
    const axes = masked === 'channels' ? input.slice(-1) : input;
    const param = declareMask(this.ctx, maskName(layer), axes, item.name);
    return param && [param];
  }

  /** `classify.layer1` for the first layer with weights, `classify.flatten1` for the first of others of a kind. */
  private layerName({ name: kind, trained }: Layer, { name }: WrittenLayer): string | undefined {
    const word = trained === undefined ? kind : 'layer';
    const count = (this.counts.get(word) ?? 0) + 1;
    this.counts.set(word, count);
    const own = name?.text ?? `${word}${count}`;
    if (this.names.has(own)) {
      const at = name?.span ?? this.statement.name.span;
      this.report(
        'declared-twice',
        at,
        `two layers of \`${this.statement.name.text}\` have the name \`${own}\``,
      );
      return undefined;
    }
    this.names.add(own);
    return `${this.statement.name.text}.${own}`;
  }

  private checkOutput(output: readonly LayerAxis[], last: WrittenItem): boolean {
    const { name, output: wanted } = this.statement;
    const names = output.map(({ dimension }) => dimension);
    if (
      wanted === undefined ? names.length === 0 : names.length === 1 && names[0] === wanted.text
    ) {
      return true;
    }
    this.report(
      'network-output',
      last.item.span,
      wanted === undefined
        ? `\`${name.text}\` gives one number for each example, as no dimension stands after \`->\`; its last layer gives ${this.sizes(output)}`
        : `\`${name.text}\` gives [${wanted.text}]; its last layer gives ${this.sizes(output)}`,
      {
        hint:
          wanted === undefined
            ? `end with \`dense(1)\`, or write \`network ${name.text}(…) -> d\` and end with \`dense(d)\``
            : `end with \`dense(${wanted.text})\``,
      },
    );
    return false;
  }

  private membersOf(first: WrittenItem): string | undefined {
    if (first.kind !== 'layer' || first.layer.membersOf === undefined) return undefined;
    return (first.written.settings[first.layer.membersOf] as LayerAxis).dimension;
  }

  private sizes(axes: readonly LayerAxis[]): string {
    if (axes.length === 0) return describeInput(axes);
    const words = axes.map(({ dimension, size }) => {
      const own = dimension.startsWith(`${this.statement.name.text}.`);
      return size === undefined ? dimension : own ? String(size) : `${dimension} (${size})`;
    });
    return `[${words.join(', ')}]`;
  }

  private reportMissingPrior(target: PriorTarget, { name }: LayerItem): void {
    this.report('missing-prior', name.span, `the ${target} of \`${name.text}\` have no prior`, {
      hint: `write \`${target} ~ Normal(0, 1)\` among the layers${target === 'biases' ? ', or `bias = false`' : ''}`,
    });
  }

  private report(
    code: string,
    span: Name['span'],
    message: string,
    extra: { readonly hint?: string | undefined } = {},
  ): void {
    report(this.ctx, code, span, message, extra);
  }
}
