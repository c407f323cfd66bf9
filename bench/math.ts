/**
 * Nanoseconds an element for each vector function: called, written in place, and JavaScript's own or
 * the scalar function of src/numerics, in one run. Run with:  npx tsx bench/math.ts [name...]
 */

import { hostFunctions } from '../src/engines/wasm/math/host-functions.ts';
import { MathLibrary, type MathName, mathFunctions } from '../src/engines/wasm/math/library.ts';
import { LogProduct } from '../src/engines/wasm/math/log-product.ts';
import * as numerics from '../src/numerics/index.ts';
import { webAssembly } from '../src/webassembly/host.ts';
import { ModuleBuilder } from '../src/webassembly/module.ts';
import { microsecondsPerCall } from './stopwatch.ts';

const COUNT = 2000;
const PAGES = 2;

type Scalar = (...inputs: number[]) => number;

/** Scalar counterparts by name. */
const scalars: Record<string, Scalar> = {
  ...(numerics as unknown as Record<string, Scalar>),
  ...(Object.fromEntries(
    Object.getOwnPropertyNames(Math).map((name) => [name, Math[name as keyof Math]]),
  ) as unknown as Record<string, Scalar>),
  digamma: (x) => numerics.polygamma(0, x),
  trigamma: (x) => numerics.polygamma(1, x),
  round: numerics.roundHalfAway,
};

/** Ranges of the arguments; others have (0, 1). */
const ranges: Partial<Record<MathName, [number, number]>> = {
  exp: [-20, 20],
  expm1: [-20, 20],
  log: [1e-3, 1e3],
  log1p: [-0.5, 10],
  log1mExp: [-5, 0],
  sigmoid: [-20, 20],
  softplus: [-20, 20],
  logAddExp: [-20, 20],
  tanh: [-5, 5],
  sinh: [-5, 5],
  cosh: [-5, 5],
  sin: [-100, 100],
  cos: [-100, 100],
  tan: [-100, 100],
  asin: [-1, 1],
  acos: [-1, 1],
  atan: [-5, 5],
  atan2: [-5, 5],
  pow: [0.1, 5],
  lgamma: [0, 20],
  digamma: [0, 20],
  trigamma: [0, 20],
  erf: [-3, 3],
  erfc: [-3, 3],
  normalCdf: [-5, 5],
  logNormalCdf: [-5, 5],
  modulo: [1, 100],
  round: [-10, 10],
  sign: [-1, 1],
};

/** A module whose `run` applies a function to columns of COUNT numbers; the results lie behind them. */
function compile(name: MathName, inPlace: boolean) {
  const { arity } = mathFunctions[name];
  const module = new ModuleBuilder({ pages: PAGES, shared: false });
  const library = new MathLibrary(module);
  const run = module.function([], undefined, (body) => {
    const address = body.local('i32');
    const inputs = Array.from({ length: arity }, () => body.local('v128'));
    body.count(address, 0, 8 * COUNT, 16, () => {
      inputs.forEach((input, k) => {
        body
          .get(address)
          .loadV128(8 * COUNT * k)
          .set(input);
      });
      body.get(address);
      if (inPlace) library.inline(name, body, inputs);
      else {
        for (const input of inputs) body.get(input);
        body.call(library.get(name));
      }
      body.storeV128(8 * COUNT * arity);
    });
  });
  module.export('run', run);
  return instantiate(module);
}

function instantiate(module: ModuleBuilder) {
  const { Memory, Module, Instance } = webAssembly!;
  const memory = new Memory({ initial: PAGES });
  const imports = { env: { memory }, math: hostFunctions };
  const { exports } = new Instance(new Module(module.toBytes()), imports);
  return { run: exports.run as () => void, memory: new Float64Array(memory.buffer) };
}

const perElement = (run: () => void): number => (1000 * microsecondsPerCall(run)) / COUNT;

function measure(name: MathName): number[] {
  const { arity } = mathFunctions[name];
  const [low, high] = ranges[name] ?? [0, 1];
  const columns = Array.from({ length: arity }, () =>
    Float64Array.from({ length: COUNT }, () => low + (high - low) * Math.random()),
  );
  const [called, inPlace] = [false, true].map((way) => {
    const { run, memory } = compile(name, way);
    columns.forEach((column, k) => {
      memory.set(column, k * COUNT);
    });
    return perElement(run);
  });
  const scalar = scalars[name];
  const out = new Float64Array(COUNT);
  const [a, b, c] = columns;
  const javaScript = perElement(
    arity === 1
      ? () => {
          for (let i = 0; i < COUNT; i++) out[i] = scalar(a[i]);
        }
      : () => {
          for (let i = 0; i < COUNT; i++) out[i] = scalar(a[i], b[i], c?.[i]);
        },
  );
  return [called, inPlace, javaScript];
}

/** One logarithm for COUNT numbers. */
function measureLogProduct(factor: 'multiplyIn' | 'multiplyInBetween1And2'): number {
  const module = new ModuleBuilder({ pages: PAGES, shared: false });
  const library = new MathLibrary(module);
  const run = module.function([], 'f64', (body) => {
    const product = new LogProduct(body, library);
    const address = body.local('i32');
    const x = body.local('v128');
    body.count(address, 0, 8 * COUNT, 16, () => {
      body.get(address).loadV128(0).set(x);
      product[factor](x);
    });
    product.finish();
  });
  module.export('run', run);
  const compiled = instantiate(module);
  for (let i = 0; i < COUNT; i++) compiled.memory[i] = 1 + Math.random();
  return perElement(compiled.run);
}

const show = (label: string, ...numbers: number[]): void =>
  console.log(label.padEnd(28), ...numbers.map((n) => n.toFixed(2).padStart(9)));

console.log(
  'nanoseconds an element'.padEnd(28),
  ...['called', 'in place', 'scalar'].map((s) => s.padStart(9)),
);
const names = process.argv.slice(2) as MathName[];
for (const name of names.length > 0 ? names : (Object.keys(mathFunctions) as MathName[])) {
  show(name, ...measure(name));
}
if (names.length === 0) {
  show('sum of logs', measureLogProduct('multiplyIn'));
  show('sum of logs, within [1, 2]', measureLogProduct('multiplyInBetween1And2'));
}
