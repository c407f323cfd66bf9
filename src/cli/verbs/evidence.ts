import { testNull } from '../../api/point-null.ts';
import type { EvidenceOptions } from '../../api/run-evidence.ts';
import { defaultEstimators, estimators } from '../../evidence/index.ts';
import { renderEvidence } from '../../report/terminal/evidence-table.ts';
import { bindOptions, modelOptions, readModel } from '../model-options.ts';
import type { OptionTable, ParsedOptions } from '../options.ts';
import { ProgressLine } from '../progress.ts';
import { exit, UsageError } from '../terminal.ts';
import type { Verb } from '../verb.ts';

/** The options of verbs that estimate log evidence. */
export const evidenceOptions = {
  evidence: {
    type: 'string',
    multiple: true,
    value: 'NAMES',
    summary: `one or several of ${[...estimators.keys()].join(', ')}, with commas; unless said exact where the model has it, else ${defaultEstimators.join(' and ')}, which must agree`,
  },
  draws: {
    type: 'string',
    value: 'N',
    summary: 'draws that each estimate is made of; 10000 unless said',
  },
  seed: {
    type: 'string',
    value: 'S',
    summary: 'the same seed gives the same numbers; 1 unless said',
  },
  workers: {
    type: 'string',
    value: 'N',
    summary: 'threads for the chains, at most; as many as there are cores unless said',
  },
} as const satisfies OptionTable;

export const evidence: Verb = {
  name: 'evidence',
  summary: 'the log marginal likelihood of one model given data, with its error',
  usage: 'MODEL --data FILE… [options]',
  example:
    'credence evidence models/challenger/challenger.bayes --data models/challenger/challenger.csv',
  options: {
    ...modelOptions,
    ...evidenceOptions,
    null: {
      type: 'string',
      multiple: true,
      value: 'delta=0',
      summary:
        'also the Bayes factor of the model in which this parameter is known to have this value; of several all are known',
    },
  },

  async run(options, terminal) {
    const settings = evidenceSettings(options);
    const nulls = options.list('null').map(fixedValue);
    const model = await readModel('evidence', options, terminal);
    const posterior = await bindOptions(model, options, terminal);
    const progress = new ProgressLine(terminal);
    const quiet = options.flag('quiet');
    const work = {
      ...settings,
      signal: terminal.signal,
      ...(!quiet && {
        onProgress: (state: Parameters<ProgressLine['show']>[0]) => progress.show(state),
      }),
    };
    const result = await (nulls.length === 0
      ? posterior.evidence(work)
      : testNull(posterior, Object.fromEntries(nulls), work)
    ).finally(() => progress.clear());
    if (options.flag('json')) {
      terminal.out(`${JSON.stringify(result, null, 2)}\n`);
      for (const { severity, message } of result.notes) {
        if (!quiet || severity === 'warning') terminal.err(`${severity}: ${message}\n`);
      }
    } else {
      terminal.out(renderEvidence(result, { quiet, width: terminal.width }));
    }
    return result.trustworthy ? exit.done : exit.untrustworthy;
  },
};

export function evidenceSettings(options: ParsedOptions): EvidenceOptions {
  const method = options.list('evidence').flatMap((names) => names.split(','));
  const draws = options.wholeNumber('draws', 100);
  const seed = options.wholeNumber('seed', 0);
  const workers = options.wholeNumber('workers', 1);
  return {
    ...(method.length > 0 && { method: method.map((name) => name.trim()) }),
    ...(draws !== undefined && { draws }),
    ...(seed !== undefined && { seed }),
    ...(workers !== undefined && { workers }),
  };
}

function fixedValue(setting: string): [string, number] {
  const [, name, written] = /^([^=]+)=(.+)$/.exec(setting) ?? [];
  const value = Number(written);
  if (name === undefined || written.trim() === '' || Number.isNaN(value))
    throw new UsageError(`--null takes parameter=number, not \`${setting}\``);
  return [name.trim(), value];
}
