import type { Diagnostic, DiagnosticSink } from '../diagnostics/diagnostic.ts';
import { nearestName } from '../diagnostics/nearest.ts';
import type { Span } from '../diagnostics/span.ts';
import type { Allowance } from '../syntax/ast.ts';
import { DATA_WARNING_CODES, WARNING_CODES, type WarningCode } from './warning-codes.ts';

const isOfData = (code: string): boolean => DATA_WARNING_CODES.some((known) => known === code);

/** Whether a comment silences this warning of a statement. */
export function allows(allowances: readonly Allowance[], code: WarningCode, at: Span): boolean {
  return allowances.some(({ codes, statement }) => codes.includes(code) && contains(statement, at));
}

const contains = ({ start, end }: Span, at: Span): boolean => start <= at.start && at.start < end;

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
      ({ codes, statement }) => codes.includes(code) && contains(statement, span),
    );
    for (const { span: comment } of by) used.add(`${comment.start} ${code}`);
    return by.length > 0;
  });
  // with errors not all warnings are given
  if (sink.hasErrors) return silenced;
  for (const { codes, span } of allowances) {
    for (const code of codes) {
      // whether there is anything to silence, the data will tell
      if (used.has(`${span.start} ${code}`) || isOfData(code)) continue;
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
