import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { compile, type Posterior } from '../../src/index.ts';

/** The folder of the reference data: beside the project, or where CREDENCE_SHARED says. */
export const sharedFolder =
  process.env.CREDENCE_SHARED === undefined
    ? new URL('../../../shared/', import.meta.url)
    : pathToFileURL(`${process.env.CREDENCE_SHARED}/`);

/** A posterior of posteriordb: data, model, reference draws. */
export interface ReferencePosterior {
  /** `DATA-MODEL`, as posteriordb names it. */
  readonly name: string;
  readonly data: string;
  /** The file in `posteriordb/`, without its ending. */
  readonly model: string;
}

const modelsByData: Readonly<Record<string, readonly string[]>> = {
  arK: ['arK'],
  earnings: [
    'earn_height',
    'log10earn_height',
    'logearn_height',
    'logearn_height_male',
    'logearn_interaction',
    'logearn_logheight_male',
  ],
  eight_schools: ['eight_schools_noncentered'],
  gp_pois_regr: ['gp_regr'],
  hmm_example: ['hmm_example'],
  kidiq: ['kidscore_interaction', 'kidscore_momhs', 'kidscore_momhsiq', 'kidscore_momiq'],
  kidiq_with_mom_work: ['kidscore_interaction_c', 'kidscore_interaction_c2', 'kidscore_mom_work'],
  kilpisjarvi_mod: ['kilpisjarvi'],
  low_dim_gauss_mix: ['low_dim_gauss_mix'],
  mesquite: [
    'logmesquite',
    'logmesquite_logva',
    'logmesquite_logvas',
    'logmesquite_logvolume',
    'mesquite',
  ],
  nes1972: ['nes'],
  nes1976: ['nes'],
  nes1980: ['nes'],
  nes1984: ['nes'],
  nes1988: ['nes'],
  nes1996: ['nes'],
  sblrc: ['blr'],
};

export const referencePosteriors: readonly ReferencePosterior[] = Object.entries(
  modelsByData,
).flatMap(([data, models]) => models.map((model) => ({ name: `${data}-${model}`, data, model })));

/** The model bound to its data. */
export function boundPosterior({ data, model }: ReferencePosterior): Posterior {
  const read = (path: string, base: URL | string): string =>
    readFileSync(new URL(path, base), 'utf8');
  const text = read(`posteriordb/${model}.bayes`, import.meta.url);
  const inputs = JSON.parse(read(`posteriordb/data/${data}.json`, sharedFolder));
  return compile(text, { fileName: `${model}.bayes` }).bind(inputs);
}
