/** The posteriors of posteriordb that the language of today can express: data, model, reference draws. */
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
  kidiq: ['kidscore_interaction', 'kidscore_momhs', 'kidscore_momhsiq', 'kidscore_momiq'],
  kidiq_with_mom_work: ['kidscore_interaction_c', 'kidscore_interaction_c2', 'kidscore_mom_work'],
  kilpisjarvi_mod: ['kilpisjarvi'],
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

/** Reference posteriors whose models need what the language does not have yet, and what that is. */
export const notYet: Readonly<Record<string, string>> = {
  'gp_pois_regr-gp_regr': 'MultiNormal',
  'hmm_example-hmm_example': 'Dirichlet, ordered parameters, recurrences',
  'low_dim_gauss_mix-low_dim_gauss_mix': 'ordered parameters, mixture',
};
