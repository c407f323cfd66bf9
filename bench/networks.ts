/** Steps of Bayes by backprop of the network 784-256-128-10, beside PyTorch's, and the memory that training takes. */
import { bundleNetworks, runScript } from './child.ts';
import type { MemoryMeasurement, NetworkMeasurement } from './measure-network.ts';
import { describeRun, printTable, progress, significant, writeParts } from './report.ts';
import { measureTorch, otherBlas, torchVersion } from './torch.ts';

/** In turn, so that all meet the same slow spells; the best of each counts. */
const PASSES = 3;
const STEPS_OF_MEMORY = 10_000;

/** Milliseconds a step. */
interface Contender {
  readonly name: string;
  measure(): number | Promise<number>;
  best: number;
}

export async function runNetworks(): Promise<void> {
  await bundleNetworks();
  const torch = torchVersion();
  const notes = 'missing' in torch ? [`PyTorch was not measured: ${torch.missing}.`] : [];
  const contenders = [contender('credence, `wasm`', step)];
  if ('version' in torch) {
    const name = `PyTorch ${torch.version}`;
    contenders.push(contender(`${name}, BLAS of the system`, () => measureTorch()));
    if (otherBlas !== undefined)
      contenders.push(contender(`${name}, OpenBLAS`, () => measureTorch(otherBlas)));
  }
  for (let pass = 1; pass <= PASSES; pass++) {
    for (const one of contenders) {
      progress(`pass ${pass}: ${one.name}`);
      one.best = Math.min(one.best, await one.measure());
    }
  }
  const [{ best }] = contenders;
  const table = {
    titles: ['', 'ms a step', 'over `wasm`'],
    rows: contenders.map((one) => [one.name, significant(one.best), significant(one.best / best)]),
  };
  const { grownBytes } = runScript<MemoryMeasurement>(
    'measure-network',
    ['wasm', String(STEPS_OF_MEMORY)],
    { nodeOptions: ['--expose-gc'] },
  );
  const grown = `- Memory, from the first ${STEPS_OF_MEMORY / 10} steps of a network with 100 units to the first ${STEPS_OF_MEMORY}: ${grownBytes > 0 ? `${significant(grownBytes / 2 ** 20)} MB` : 'nothing'} more.`;
  const run = [describeRun(), ...notes].join(' ');
  printTable(table);
  for (const line of [run, grown]) console.log(line);
  writeParts({ 'network run': run, networks: table, 'network summary': grown });
}

function contender(name: string, measure: Contender['measure']): Contender {
  return { name, measure, best: Infinity };
}

function step(): number {
  return runScript<NetworkMeasurement>('measure-network', ['wasm']).millisecondsPerStep;
}
