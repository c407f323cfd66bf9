/** The inference methods by name: a new one is a file and a row here. */
import { laplace } from './laplace.ts';
import { mcDropout } from './mc-dropout.ts';
import type { InferenceMethod } from './method.ts';
import { nuts } from './nuts/nuts.ts';
import { pathfinder } from './pathfinder/pathfinder.ts';
import { variational } from './variational/variational.ts';

export const methods: ReadonlyMap<string, InferenceMethod<unknown, unknown>> = new Map(
  [laplace, variational, mcDropout, pathfinder, nuts].map(
    (method: InferenceMethod<unknown, unknown>) => [method.name, method],
  ),
);
