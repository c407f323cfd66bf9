import { IndexError } from '../engines/index-error.ts';
import type { Note } from '../inference/method.ts';
import { curvaturesAt, informationBeyondPrior, quickLook } from '../inference/prior-weight.ts';
import { canBeNonCentred, type Form } from '../lowering/parameter.ts';
import { Density } from '../posterior/density.ts';
import type { Posterior } from './posterior.ts';

/** How a parameter with two forms is drawn. */
export interface ChosenForm {
  readonly form: Form;
  /** Why, in words; absent where the form was asked for, or the model is too large to be looked at. */
  readonly because?: string;
}

/**
 * How much the data must say about a typical element, in units of what its prior says, for the centred form: measured,
 * the two forms break even between 1.3 and 5 (docs/decisions/forms.md).
 */
const leastForCentred = 2;
/** The look takes some thousand gradients: it is left out where one computes more numbers than this. */
const largestLookedAt = 250_000;

const centred: ChosenForm = {
  form: 'centred',
  because: 'the data say more about its elements than its prior does',
};
const nonCentred: ChosenForm = {
  form: 'non-centred',
  because: 'the data say little about its elements beyond its prior',
};

/**
 * The form of each parameter that has two, of a posterior with all of them non-centred but those asked for. A
 * hierarchy whose groups have much data is drawn better in the centred form, any other in the non-centred form
 * (Betancourt and Girolami 2015; Gorinova, Moore and Hoffman 2020). What is seen in the non-centred form must be
 * confirmed in the centred form: each shows scales well where it suits. One parameter is decided at a time, the last
 * first: it is nearest to the data, and its form decides how much the data say about those that its prior depends on.
 *
 * @param withForms the posterior in other forms
 */
export function chooseForms(
  first: Posterior,
  asked: ReadonlyMap<string, Form>,
  withForms: (forms: ReadonlyMap<string, Form>) => Posterior,
): { readonly posterior: Posterior; readonly forms: ReadonlyMap<string, ChosenForm> } {
  const two = first.lowered.parameters.filter(({ declaration }) => canBeNonCentred(declaration));
  const chosen = new Map<string, ChosenForm>(
    two.map(({ declaration, form }) => [declaration.name, { form }]),
  );
  const undecided = [...chosen.keys()].filter((name) => !asked.has(name));
  let posterior = first;
  let draws = undecided.length === 0 ? undefined : lookAt(posterior);
  for (let name = undecided.pop(); name !== undefined; name = undecided.pop()) {
    if (draws === undefined) break;
    chosen.set(name, nonCentred);
    if (!isInformed(posterior, draws, name)) continue;
    const forms = new Map([...chosen].map(([key, { form }]) => [key, form]));
    const other = withForms(forms.set(name, centred.form));
    const otherDraws = lookAt(other);
    if (otherDraws === undefined || !isInformed(other, otherDraws, name)) continue;
    chosen.set(name, centred);
    posterior = other;
    draws = otherDraws;
  }
  return { posterior, forms: chosen };
}

function lookAt(posterior: Posterior): Float64Array | undefined {
  const density = posterior.density(posterior.engine);
  if (density.size.computed > largestLookedAt) return undefined;
  try {
    return quickLook(density);
  } catch (error) {
    // an index out of range: whatever runs the model says where
    if (error instanceof IndexError) return undefined;
    throw error;
  }
}

/** Whether the data say so much about a parameter that the centred form is better. */
function isInformed(posterior: Posterior, draws: Float64Array, name: string): boolean {
  const { lowered, coordinates, engine } = posterior;
  const { from, to } = coordinates.range(name);
  const { logPrior } = lowered.parameters.find(({ declaration }) => declaration.name === name)!;
  const prior = new Density({ ...lowered, logDensity: logPrior }, coordinates, engine);
  const [whole, own] = [posterior.density(engine), prior].map((density) =>
    curvaturesAt(density, draws, from, to),
  );
  prior.dispose();
  return informationBeyondPrior(whole, own) > leastForCentred;
}

/** For people: the forms that were chosen, and why. */
export function notesOnForms(forms: ReadonlyMap<string, ChosenForm>): Note[] {
  return [...forms].flatMap(([name, { form, because }]) => {
    if (because === undefined) return [];
    const message = `${name} is drawn in its ${form} form, as ${because} (--form chooses another).`;
    return [{ code: 'form', severity: 'note' as const, message }];
  });
}

/** Of notes on chains: that they have trouble with the shape of the posterior, which another form may not have. */
const troubles = ['divergences', 'energy', 'rhat', 'effective-draws'];

/** Which parameters could be drawn in another form, where chains have trouble with this one. */
export function notesOnOtherForms({ forms, lowered }: Posterior, notes: readonly Note[]): Note[] {
  if (!notes.some(({ code }) => troubles.includes(code))) return [];
  const others = [...forms].map(
    ([name, { form }]) => `--form ${name}=${form === 'centred' ? 'non-centred' : 'centred'}`,
  );
  const inOrder = lowered.parameters.flatMap(({ declaration: { along, name } }) =>
    along === undefined ? [] : [name],
  );
  const messages = [
    ...(others.length === 0 ? [] : [`Another form may be easier to draw: ${others.join(' or ')}.`]),
    ...(inOrder.length === 0
      ? []
      : [
          `The prior of ${inOrder.join(' and ')} uses its own elements, so that it is drawn as it is written: standard normal steps, and an output that adds them up, may be easier to draw.`,
        ]),
  ];
  return messages.map((message) => ({ code: 'other-form', severity: 'note', message }));
}
