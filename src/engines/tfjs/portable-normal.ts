import type { Builder } from '../../graph/builder.ts';
import type { Node } from '../../graph/node.ts';
import type { PortableRule } from './portable.ts';
import { polynomial } from './portable-elementary.ts';

/*
 * Coefficients of erff and erfcf of the Cephes library (Moshier, single/ndtrf.c), constant term
 * first: erf x = x T(x²) up to 1; erfc x = exp(−x²) P(x⁻²) / x from 1 to 2 and with R beyond.
 */
const T = [
  1.12837916572671, -3.7612625824233e-1, 1.128358514861418e-1, -2.685381193529856e-2,
  5.188327685732524e-3, -8.010193625184903e-4, 7.853861353153693e-5,
];
const P = [
  5.638259427386472e-1, -2.741127028184656e-1, 3.404879937665872e-1, -4.944515323274145e-1,
  6.210004621745983e-1, -5.824733027278666e-1, 3.687424674597105e-1, -1.387039388740657e-1,
  2.326819970068386e-2,
];
const R = [
  5.641895067754075e-1, -2.820767439740514e-1, 4.218463358204948e-1, -1.0152652792027,
  2.921019019210786, -7.495518717768503, 1.297719955372516e1, -1.047766399936249e1,
];

/** exp(x²) erfc x for x ≥ 1. */
function scaledErfc(b: Builder, x: Node): Node {
  const q = b.divide(1, x);
  const y = b.square(q);
  return b.multiply(q, b.where(b.less(x, 2), polynomial(b, P, y), polynomial(b, R, y)));
}

/**
 * exp(−x² / divisor) for x ≥ 0. With h the part of x in sixteenths, h² is exact and what remains,
 * (x − h)(x + h), is small: rounding x² would be off by its size.
 */
function expMinusSquare(b: Builder, x: Node, divisor: 1 | 2): Node {
  // 30 gives 0 already, and infinity would give NaN
  const bounded = b.minimum(x, 30);
  const h = b.divide(b.floor(b.multiply(bounded, 16)), 16);
  const rest = b.multiply(b.subtract(bounded, h), b.add(bounded, h));
  return b.multiply(b.exp(b.divide(b.square(h), -divisor)), b.exp(b.divide(rest, -divisor)));
}

/** erf near 0, and erfc of the magnitude (at least 1) elsewhere. */
function errorFunctionParts(b: Builder, x: Node): { near: Node; isNear: Node; tail: Node } {
  const magnitude = b.abs(x);
  const beyond = b.maximum(magnitude, 1);
  return {
    near: b.multiply(x, polynomial(b, T, b.square(x))),
    isNear: b.less(magnitude, 1),
    tail: b.multiply(expMinusSquare(b, beyond, 1), scaledErfc(b, beyond)),
  };
}

const erf: PortableRule = (b, [x]) => {
  const { near, isNear, tail } = errorFunctionParts(b, x);
  const far = b.subtract(1, tail);
  return b.where(isNear, near, b.where(b.less(x, 0), b.negate(far), far));
};

const erfc: PortableRule = (b, [x]) => {
  const { near, isNear, tail } = errorFunctionParts(b, x);
  return b.where(isNear, b.subtract(1, near), b.where(b.less(x, 0), b.subtract(2, tail), tail));
};

/** Below −√2 by the tail itself, since x/√2 would be rounded before it is squared. */
const normalCdf: PortableRule = (b, [x]) => {
  const magnitude = b.maximum(b.negate(x), Math.SQRT2);
  const scaled = scaledErfc(b, b.divide(magnitude, Math.SQRT2));
  const tail = b.multiply(b.multiply(expMinusSquare(b, magnitude, 2), scaled), 0.5);
  const body = b.multiply(b.erfc(b.multiply(x, -Math.SQRT1_2)), 0.5);
  return b.where(b.less(x, -Math.SQRT2), tail, body);
};

const logNormalCdf: PortableRule = (b, [x]) => {
  const magnitude = b.maximum(b.negate(x), Math.SQRT2);
  const scaled = scaledErfc(b, b.divide(magnitude, Math.SQRT2));
  const tail = b.add(b.log(b.multiply(scaled, 0.5)), b.multiply(b.square(magnitude), -0.5));
  const body = b.log1p(b.negate(b.normalCdf(b.negate(x))));
  return b.where(b.less(x, -Math.SQRT2), tail, body);
};

/** Wichura (1988), Algorithm AS 241, PPND7: about 1 part in 10⁷. */
const normalQuantile: PortableRule = (b, [p]) => {
  const ratio = (numerator: readonly number[], denominator: readonly number[], r: Node): Node =>
    b.divide(polynomial(b, numerator, r), polynomial(b, denominator, r));
  const q = b.subtract(p, 0.5);
  const central = b.multiply(
    q,
    ratio(
      [3.3871327179, 50.434271938, 159.29113202, 59.10937472],
      [1, 17.895169469, 78.757757664, 67.1875636],
      b.subtract(0.180625, b.square(q)),
    ),
  );
  const below = b.less(q, 0);
  const r = b.sqrt(b.negate(b.log(b.where(below, p, b.subtract(1, p)))));
  const near = ratio(
    [1.4234372777, 2.75681539, 1.3067284816, 0.17023821103],
    [1, 0.7370016425, 0.12021132975],
    b.subtract(r, 1.6),
  );
  const far = ratio(
    [6.657905115, 3.081226386, 0.42868294337, 0.017337203997],
    [1, 0.24197894225, 0.012258202635],
    b.subtract(r, 5),
  );
  // at p = 0 and 1 both ratios are ∞/∞
  const size = b.where(b.equal(r, Infinity), r, b.where(b.lessEqual(r, 5), near, far));
  const tail = b.where(below, b.negate(size), size);
  return b.where(b.lessEqual(b.abs(q), 0.425), central, tail);
};

export const normalRules = { erf, erfc, normalCdf, logNormalCdf, normalQuantile };
