import { DiagnosticSink } from '../../diagnostics/diagnostic.ts';
import { check } from '../check.ts';
import type { DropoutUnits } from '../context.ts';
import type { TypedModel } from '../typed-model.ts';

/** The same model with the masks of these dropout layers among its parameters. */
export function withDropoutMasks(typed: TypedModel, masks: DropoutUnits): TypedModel {
  const { source, syntax, diagnostics } = typed;
  const masked = check(syntax, source, new DiagnosticSink(), new Set(), masks)!;
  return { ...masked, diagnostics };
}
