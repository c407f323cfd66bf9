/** Constrained parameters of the models that are built by hand. */
import type { Builder } from '../../src/graph/builder.ts';
import type { Node } from '../../src/graph/node.ts';

export interface Constrained {
  readonly value: Node;
  readonly logJacobian: Node;
}

/**
 * Simplexes from Stan's stick-breaking transform (Stan Reference Manual, "Unit simplex"), as logarithms.
 *
 * @param unconstrained [rows, K − 1]
 * @returns log x, [rows, K], and the log Jacobian of all rows together
 */
export function logSimplexes(b: Builder, unconstrained: Node): Constrained {
  const [rows, breaks] = unconstrained.shape;
  const shift = Float64Array.from({ length: breaks }, (_, k) => -Math.log(breaks - k));
  const shifted = b.add(unconstrained, b.constant(shift, [breaks]));
  const logTaken = b.negate(b.softplus(b.negate(shifted)));
  const logLeft = b.negate(b.softplus(shifted));
  const logRest = b.concatenate(
    [b.broadcast(b.constant(0), [rows, 1]), b.cumulativeSum(logLeft, 1)],
    1,
  );
  const logBefore = b.slice(logRest, [0, 0], [rows, breaks]);
  const last = b.slice(logRest, [0, breaks], [rows, 1]);
  const logFirst = b.add(logBefore, logTaken);
  return {
    value: b.concatenate([logFirst, last], 1),
    logJacobian: b.sum(b.add(logFirst, logLeft)),
  };
}

/** An ascending vector: the first element as it is, then the logarithms of the steps. */
export function ordered(b: Builder, unconstrained: Node): Constrained {
  const steps = unconstrained.shape[0] - 1;
  const first = b.slice(unconstrained, [0], [1]);
  const logSteps = b.slice(unconstrained, [1], [steps]);
  return {
    value: b.cumulativeSum(b.concatenate([first, b.exp(logSteps)], 0), 0),
    logJacobian: b.sum(logSteps),
  };
}
