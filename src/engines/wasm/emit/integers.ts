import type { Node } from '../../../graph/node.ts';
import type { Operand } from './elementwise.ts';
import type { Position } from './sinks.ts';

/** The integer part, which must fit 32 bits; −0 becomes 0. */
export function toInt({ scope, lanes, context }: Position, node: Node, operand: Operand): void {
  const { code } = scope;
  const value = code.local('f64');
  for (const lane of lanes === 'pair' ? ([0, 1] as const) : ([0] as const)) {
    operand.value();
    code.lane(lane).tee(value).f64(-2147483649).do('f64Gt');
    code.get(value).f64(2147483648).do('f64Lt', 'i32And', 'i32Eqz');
    code.if(undefined, () => context.failures.stop(scope, node, () => code.get(value)));
  }
  operand.value();
  code.do('f64x2Trunc').f64x2(0).do('f64x2Add');
}
