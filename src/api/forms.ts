import { nearestName } from '../diagnostics/nearest.ts';
import { canBeNonCentred, type Form } from '../lowering/parameter.ts';
import type { TypedModel } from '../semantics/typed-model.ts';
import { OptionError } from './option-error.ts';

/**
 * The forms a caller asked for, checked against the model.
 *
 * @throws OptionError for a name that is no parameter, a form that is none, and a parameter without a non-centred form.
 */
export function checkForms(
  typed: TypedModel,
  forms: Readonly<Record<string, string>>,
): ReadonlyMap<string, Form> {
  const parameters = typed.statements.filter((s) => s.kind === 'param');
  const checked = new Map<string, Form>();
  for (const [name, form] of Object.entries(forms)) {
    const declaration = parameters.find((p) => p.name === name);
    if (declaration === undefined) {
      const names = parameters.map((p) => p.name);
      const nearest = nearestName(name, names);
      throw new OptionError(
        `the model has no parameter ${name}${nearest === undefined ? '' : `; did you mean ${nearest}?`}`,
      );
    }
    if (form !== 'centred' && form !== 'non-centred') {
      throw new OptionError(`a form is centred or non-centred, not ${form}`);
    }
    if (form === 'non-centred' && !canBeNonCentred(declaration)) {
      throw new OptionError(
        `${name} has no non-centred form: its prior needs an unbounded location and scale of which one is a parameter`,
      );
    }
    checked.set(name, form);
  }
  return checked;
}
