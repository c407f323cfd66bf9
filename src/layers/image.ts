import { describeInput, type LayerAxis, type Misfit } from './layer.ts';

/** An example as rows and columns, and possibly channels. */
export interface Image {
  readonly sizes: readonly [number, number];
  readonly channels: readonly LayerAxis[];
}

/** The input of a layer that works on images, whose sizes must be known. */
export function imageOf(layer: string, input: readonly LayerAxis[]): Image | Misfit {
  if (input.length < 2 || input.length > 3) {
    return {
      problem: `\`${layer}\` takes rows and columns, and possibly channels; here it gets ${describeInput(input)}`,
      hint: 'declare the image as `data image[example, row, column]: real`',
    };
  }
  const unknown = input.find(({ size }) => size === undefined);
  if (unknown !== undefined) return unknownSize(layer, unknown);
  return {
    sizes: [input[0].size as number, input[1].size as number],
    channels: input.slice(2),
  };
}

export function unknownSize(layer: string, { dimension }: LayerAxis): Misfit {
  return {
    problem: `\`${layer}\` needs the size of \`${dimension}\`, which the model does not give`,
    hint: `give it where the dimension is declared: \`dim ${dimension} = 28\``,
  };
}

export function isMisfit(result: object): result is Misfit {
  return 'problem' in result;
}
