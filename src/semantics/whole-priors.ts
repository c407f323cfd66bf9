/** Priors made of distributions of vectors and matrices: `mixture(w, Dirichlet(1))`. */
import { type Context, report } from './context.ts';
import { familyOf, vectorRankOf } from './distribution-facts.ts';
import { familiesIn } from './tree.ts';
import type { FamilyDistribution, TypedDistribution } from './typed-expression.ts';

/** Whether a part of the distribution describes vectors or matrices as a whole. */
export function isOfWholes(distribution: TypedDistribution): boolean {
  return vectorRankOf(distribution) > 0;
}

/**
 * The constraint that all values of a prior satisfy as vectors or matrices; none where its parts
 * describe any numbers, or single ones. Undefined, with a report, where its parts differ.
 */
export function sharedConstraint(
  ctx: Context,
  prior: TypedDistribution,
): { readonly constraint?: string } | undefined {
  const families = familiesIn(prior);
  const [first] = families;
  const constraint = constraintOf(first!);
  const odd = families.find((family) => constraintOf(family) !== constraint);
  if (odd !== undefined) {
    const [words, others] = [first!, odd].map((family) => familyOf(family).support.words);
    report(
      ctx,
      'constraint-of-prior',
      prior.span,
      `\`${first!.name}\` describes ${words}, \`${odd.name}\` ${others}; the parts of a prior must describe the same values`,
    );
    return undefined;
  }
  return constraint === undefined ? {} : { constraint };
}

function constraintOf(family: FamilyDistribution): string | undefined {
  const { support } = familyOf(family);
  return support.kind === 'constraint' ? support.constraint : undefined;
}
