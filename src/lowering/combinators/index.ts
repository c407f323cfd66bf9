/** How each combinator makes a law of those of its parts, by its name; `if` is the choice by a condition. */
import { censor } from './censor.ts';
import { choice } from './choice.ts';
import type { Combinator } from './combinator.ts';
import { each } from './each.ts';
import { hiddenMarkov } from './hidden-markov.ts';
import { mixture } from './mixture.ts';
import { truncate } from './truncate.ts';
import { hurdle, zeroInflated } from './zeros.ts';

export const combinators: ReadonlyMap<string, Combinator> = new Map([
  ['if', choice],
  ['truncate', truncate],
  ['censor', censor],
  ['mixture', mixture],
  ['zero_inflated', zeroInflated],
  ['hurdle', hurdle],
  ['each', each],
  ['hidden_markov', hiddenMarkov],
]);
