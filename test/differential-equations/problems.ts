/** Equations with solutions and derivatives far more accurate than the tests ask for: reference/equations.py. */
import { readFileSync } from 'node:fs';
import type { System } from '../../src/differential-equations/system.ts';

export interface Reference {
  readonly initial: readonly number[];
  readonly start: number;
  readonly times: readonly number[];
  readonly parameters: readonly number[];
  /** By time, then by element of the state. */
  readonly states: readonly (readonly number[])[];
  /** Then by element of the initial state and by parameter. */
  readonly derivatives: readonly (readonly (readonly number[])[])[];
}

type Name = 'lotkaVolterra' | 'michaelisMenten' | 'robertson';

export const references: Readonly<Record<Name | 'cascade', Reference>> = JSON.parse(
  readFileSync(new URL('reference/equations.json', import.meta.url), 'utf8'),
);

type Slope = (t: number, z: Float64Array, to: Float64Array, p: readonly number[]) => void;

const equations: Readonly<Record<Name, { readonly slope: Slope; readonly jacobian: Slope }>> = {
  lotkaVolterra: {
    slope(_, z, to, [a, b, c, d]) {
      to[0] = (a - b * z[1]) * z[0];
      to[1] = (-c + d * z[0]) * z[1];
    },
    jacobian(_, z, to, [a, b, c, d]) {
      to.set([a - b * z[1], -b * z[0], d * z[1], -c + d * z[0]]);
    },
  },
  michaelisMenten: {
    slope(t, z, to, [absorption, half, speed]) {
      to[0] = Math.exp(-absorption * t) * 15 * absorption - ((speed / 2) * z[0]) / (half + z[0]);
    },
    jacobian(_, z, to, [, half, speed]) {
      to[0] = ((-speed / 2) * half) / (half + z[0]) ** 2;
    },
  },
  robertson: {
    slope(_, z, to, [slow, fast, back]) {
      to[0] = -slow * z[0] + back * z[1] * z[2];
      to[2] = fast * z[1] ** 2;
      to[1] = -to[0] - to[2];
    },
    jacobian(_, [, y, w], to, [slow, fast, back]) {
      to.set([-slow, back * w, back * y]);
      to.set([slow, -2 * fast * y - back * w, -back * y], 3);
      to.set([0, 2 * fast * y, 0], 6);
    },
  },
};

/** The problem of this name, which counts how often its right-hand side is asked for. */
export function problem(name: Name) {
  const reference = references[name];
  const { slope, jacobian } = equations[name];
  const { initial, parameters } = reference;
  const counted = { evaluations: 0 };
  const system: System = {
    size: initial.length,
    rows: initial.length,
    derivative(t, z, to) {
      counted.evaluations += 1;
      slope(t, z, to, parameters);
    },
    solution: (t, z, to) => system.derivative(t, z, to),
    jacobian: (t, z, to) => jacobian(t, z, to, parameters),
  };
  return { ...reference, system, counted };
}
