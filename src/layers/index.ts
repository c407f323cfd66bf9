/** The layers of networks by name: adding one means writing its file and its row. `residual` is made of others. */
import { conv2d } from './conv2d.ts';
import { dense } from './dense.ts';
import { dropout } from './dropout.ts';
import { embedding } from './embedding.ts';
import { flatten } from './flatten.ts';
import type { Layer } from './layer.ts';
import { layerNorm } from './layer-norm.ts';
import { averagePool, maxPool } from './pooling.ts';

const rows = [dense, dropout, conv2d, maxPool, averagePool, flatten, embedding, layerNorm];

export const layers: ReadonlyMap<string, Layer> = new Map(rows.map((row) => [row.name, row]));
