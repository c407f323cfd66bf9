import type { Diagnostic, DiagnosticSink } from '../diagnostics/diagnostic.ts';
import { nearestName } from '../diagnostics/nearest.ts';
import type { Allowance } from '../syntax/ast.ts';
import { WARNING_CODES, type WarningCode } from './warning-codes.ts';

/**
 * Takes back the warnings that comments allow, and gives them; warns of comments that allow what nobody
 * warns of.
 */
export function silenceAllowed(
  sink: DiagnosticSink,
  allowances: readonly Allowance[],
): readonly Diagnostic[] {
  const used = new Set<string>();
  const silenced = sink.takeBack(({ code, severity, span }) => {
    if (severity !== 'warning') return false;
    const by = allowances.filter(
      ({ codes, statement: { start, end } }) =>
        codes.includes(code) && start <= span.start && span.start < end,
    );
    for (const { span: comment } of by) used.add(`${comment.start} ${code}`);
    return by.length > 0;
  });
  // with errors not all warnings are given
  if (sink.hasErrors) return silenced;
  for (const { codes, span } of allowances) {
    for (const code of codes) {
      if (used.has(`${span.start} ${code}`)) continue;
      const isKnown = WARNING_CODES.includes(code as WarningCode);
      const near = isKnown ? undefined : nearestName(code, WARNING_CODES);
      const message = isKnown
        ? `there is no warning \`${code}\` to allow at this statement`
        : `there is no warning of the name \`${code}\``;
      const hint = near === undefined ? 'delete it' : `did you mean \`${near}\`?`;
      sink.warning('unused-allowance' satisfies WarningCode, span, message, hint);
    }
  }
  return silenced;
}
