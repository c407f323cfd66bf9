import type { FlatInput } from '../engines/engine.ts';
import { sizeOf } from '../graph/node.ts';
import type { Environment } from '../lowering/environment.ts';
import { fillMask } from '../random/mask.ts';
import type { Random } from '../random/random.ts';

/** What is random in a graph whose networks are trained: masks of dropout and noise of normals, last among its inputs. */
export class RandomInputs {
  /** Whether rates of dropout are given; else they are learned, or there are none. */
  readonly takesRates: boolean;
  /** The rates where they are given, the masks, the noise. */
  readonly inputs: readonly FlatInput[];
  private readonly masks: readonly { readonly size: number; readonly layer: number }[];
  private readonly noises: number;

  constructor({ dropout, noise }: Environment) {
    this.takesRates = dropout?.areLearned !== true;
    const rates = this.takesRates ? (dropout?.rateInputs ?? []) : [];
    const masks = [...(dropout?.masks.values() ?? [])];
    const noises = [...(noise?.noises.values() ?? [])];
    this.masks = masks.map(({ shape, layer }) => ({ size: sizeOf(shape), layer }));
    this.noises = noises.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
    this.inputs = [
      ...rates.map((name) => ({ name, size: 1 })),
      ...[...masks, ...noises].map(({ name, shape }) => ({ name, size: sizeOf(shape) })),
    ];
  }

  /** Fills them from `at` on. */
  fill(inputs: Float64Array, at: number, random: Random, rates: readonly number[]): void {
    let next = at;
    for (const rate of rates) inputs[next++] = rate;
    for (const { size, layer } of this.masks) {
      const end = next + size;
      if (this.takesRates) fillMask(inputs, next, end, rates[layer], random);
      else for (let i = next; i < end; i++) inputs[i] = logistic(random);
      next = end;
    }
    if (this.noises > 0) random.fillRoundedNormal(inputs, next, next + this.noises);
  }
}

/** Standard logistic: the logit of a uniform number. */
function logistic(random: Random): number {
  const u = random.uniform();
  return Math.log(u) - Math.log1p(-u);
}
