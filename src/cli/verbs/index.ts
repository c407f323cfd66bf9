import type { Verb } from '../verb.ts';
import { acquire } from './acquire.ts';
import { check } from './check.ts';
import { compare } from './compare.ts';
import { doctor } from './doctor.ts';
import { evaluate } from './evaluate.ts';
import { evidence } from './evidence.ts';
import { exportDraws } from './export.ts';
import { fit } from './fit.ts';
import { format } from './format.ts';
import { init } from './init.ts';
import { inspect } from './inspect.ts';
import { languageServer } from './language-server.ts';
import { plot } from './plot.ts';
import { predict } from './predict.ts';
import { report } from './report.ts';
import { simulate } from './simulate.ts';
import { summary } from './summary.ts';

/** In the order of the help. */
export const verbs: ReadonlyMap<string, Verb> = new Map(
  [
    check,
    format,
    fit,
    evidence,
    compare,
    predict,
    evaluate,
    acquire,
    simulate,
    summary,
    report,
    plot,
    inspect,
    exportDraws,
    init,
    doctor,
    languageServer,
  ].map((verb) => [verb.name, verb]),
);
