/** A fit as the prior of the next: continual learning. */
import { Fnv1a } from '../binding/fingerprint.ts';
import { sizeOf } from '../graph/node.ts';
import type { FittedNormal } from '../inference/method.ts';
import { mostCorrelated } from '../inference/normal.ts';
import { cholesky } from '../linear-algebra/cholesky.ts';
import type { EarlierNormal } from '../lowering/earlier-posterior.ts';
import { canBeNonCentred, type Form } from '../lowering/parameter.ts';
import { labelsOf } from '../posterior/labels.ts';
import type { Fit } from './fit.ts';
import { OptionError } from './option-error.ts';
import type { Posterior } from './posterior.ts';

/** A normal distribution of the unconstrained coordinates of parameters, in the order of the model. */
export interface PlacedNormal extends EarlierNormal {
  readonly coordinates: readonly { readonly name: string; readonly size: number }[];
}

/** What of a fitted normal is kept, so that it can be the prior of another fit. */
export function placedNormal(
  { lowered }: Posterior,
  { mean, sd, covariance }: FittedNormal,
): PlacedNormal | undefined {
  const factor =
    covariance === undefined || mean.length > mostCorrelated
      ? undefined
      : cholesky(covariance, mean.length);
  if (covariance !== undefined && factor === undefined) return undefined;
  return {
    coordinates: lowered.parameters.map(({ declaration, unconstrainedShape }) => ({
      name: declaration.name,
      size: sizeOf(unconstrainedShape),
    })),
    mean: Float64Array.from(mean),
    sd: Float64Array.from(sd),
    ...(factor && { factor }),
  };
}

/**
 * The posterior with the normal of an earlier fit in place of the priors, in the forms of that fit.
 *
 * @throws OptionError where that fit is no normal distribution of the same parameters.
 */
export function withPriorFit(posterior: Posterior, prior: Fit): Posterior {
  const { normal, origin, draws } = prior.parts;
  if (prior.diagnostics.members !== undefined)
    throw new OptionError('an ensemble is no normal distribution that could be the prior of a fit');
  if (normal === undefined)
    throw new OptionError(
      `a fit by ${prior.method} ${prior.method === 'laplace' || prior.method === 'vi' ? `of so many parameters or with this curvature keeps no normal distribution (one with correlations has at most ${mostCorrelated} coordinates)` : 'is no normal distribution, which'} could be the prior of another: take vi or laplace`,
    );
  const { typed, lowered, bound } = posterior;
  const factor = typed.statements.find(({ kind }) => kind === 'factor');
  if (factor !== undefined)
    throw new OptionError(
      'the model has a `factor`, of which nothing says whether it belongs to the prior or to the data: it would count twice',
    );
  const own = lowered.parameters.map(({ declaration }) => declaration.name);
  const before = normal.coordinates.map(({ name }) => name);
  if (own.join() !== before.join())
    throw new OptionError(
      `the fit that is to be the prior has the parameters ${before.join(', ')}; the model has ${own.join(', ')}`,
    );
  lowered.parameters.forEach(({ declaration: { name, axes }, unconstrainedShape }, k) => {
    const size = sizeOf(unconstrainedShape);
    const { size: known } = normal.coordinates[k];
    if (size !== known)
      throw new OptionError(
        `\`${name}\` has ${size} coordinates with these data, and ${known} in the fit that is to be the prior: both must have the same members`,
      );
    const earlier = draws.column(name).labels;
    labelsOf(axes, bound).forEach((labels, axis) => {
      if (labels?.join('\n') !== earlier[axis]?.join('\n'))
        throw new OptionError(
          `the members of \`${name}\` are others in the fit that is to be the prior, or in another order`,
        );
    });
  });
  const forms = Object.entries(origin().forms) as [string, Form][];
  return posterior.withEarlier(normal, new Map(forms));
}

/** Networks are trained in the weights themselves, so that an earlier fit has to be, too. */
export function checkCentred({ lowered }: Posterior): void {
  const other = lowered.parameters.find(
    ({ declaration, form }) => form !== 'centred' && canBeNonCentred(declaration),
  );
  if (other !== undefined)
    throw new OptionError(
      `the fit that is to be the prior has \`${other.declaration.name}\` in its non-centred form, and networks are trained in the centred one`,
    );
}

/** Tells normals apart, as an option of a fit. */
export function fingerprintOfNormal({ mean, sd, factor }: PlacedNormal): string {
  const hash = new Fnv1a();
  for (const values of [mean, sd, ...(factor ? [factor] : [])]) hash.values(values);
  return hash.digest();
}
