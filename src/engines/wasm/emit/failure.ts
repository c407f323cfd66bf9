/** How a run that meets a wrong position stops and says why. */
import type { Node } from '../../../graph/node.ts';
import type { Scope } from './context.ts';

/** Nodes whose code can fail, in the order of the numbers under which they do. */
export class Failures {
  readonly nodes: Node[] = [];
  /**
   * Stops the run: the number of the node goes to byte 8 of the workspace, the float64 that `pushValue`
   * leaves on the stack to byte 0.
   */
  stop({ code, base }: Scope, node: Node, pushValue: () => void): void {
    let number = this.nodes.indexOf(node);
    if (number < 0) number = this.nodes.push(node) - 1;
    code.get(base);
    pushValue();
    code.storeF64(0).get(base).i32(number).storeI32(8).do('unreachable');
  }
}
