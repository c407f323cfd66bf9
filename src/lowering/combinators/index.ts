/** How each combinator makes a law of those of its parts, by its name; `if` is the choice by a condition. */
import { choice } from './choice.ts';
import type { Combinator } from './combinator.ts';

export const combinators: ReadonlyMap<string, Combinator> = new Map([['if', choice]]);
