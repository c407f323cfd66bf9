import { existsSync } from 'node:fs';
import type { Posterior } from '../../../src/index.ts';
import {
  type EvidenceCase,
  eggBox,
  exactCases,
  hardCases,
  posteriorOf,
  sampledCases,
} from '../../evidence/cases.ts';
import { boundPosterior, referencePosteriors, sharedFolder } from '../posteriors.ts';

/** One estimate beside the truth. */
export interface AccuracyRow {
  readonly id: string;
  readonly method: string;
  readonly logEvidence: number;
  readonly standardError: number;
  readonly truth: number;
  readonly evaluations: number;
  readonly seconds: number;
  readonly trustworthy: boolean;
  readonly verdict: string;
  /** Whether it is what it must be. */
  readonly isFine: boolean;
}

interface Known {
  readonly id: string;
  readonly logEvidence: number;
  /** Of the truth, where that is an estimate. */
  readonly error?: number;
}

/** What an estimate of a known evidence must meet. */
interface Demand {
  /** The largest difference, in nats. */
  readonly within: number;
  /** An estimate that says that it is not to be trusted will do. */
  readonly mayRefuse?: boolean;
}

/** With the exact estimator: the closed form has ten digits. */
const exactly: Demand = { within: 1e-6 };
/** At 10,000 draws, in up to ten dimensions. */
const closely: Demand = { within: 0.01 };
const orRefused: Demand = { within: Number.POSITIVE_INFINITY, mayRefuse: true };
const loosely: Demand = { within: 0.1 };
const sampled = ['bridge', 'importance'] as const;

/** Every case by every method that is to be held to it. */
export async function accuracyRows(onRow: (row: AccuracyRow) => void): Promise<AccuracyRow[]> {
  const rows: AccuracyRow[] = [];
  const add = async (known: Known, posterior: Posterior, method: string, demand: Demand) => {
    const row = await measure(known, posterior, method, demand);
    rows.push(row);
    onRow(row);
  };
  const addAll = async (known: EvidenceCase, methods: readonly string[], demand: Demand) => {
    for (const method of methods) await add(known, posteriorOf(known), method, demand);
  };
  for (const known of exactCases) await addAll(known, ['exact'], exactly);
  for (const known of sampledCases) {
    await addAll(known, sampled, closely);
    await addAll(known, ['smc'], loosely);
  }
  const arK = referencePosteriors.find(({ name }) => name === 'arK-arK')!;
  if (existsSync(new URL('posteriordb/', sharedFolder))) {
    const known = { id: 'C7, arK', logEvidence: 58.58859, error: 0.0006 };
    for (const method of sampled) await add(known, boundPosterior(arK), method, closely);
  }
  await addAll(eggBox, sampled, orRefused);
  await addAll(eggBox, ['smc'], loosely);
  for (const known of hardCases) await addAll(known, [...sampled, 'smc'], orRefused);
  return rows;
}

async function measure(
  { id, logEvidence: truth, error: truthError = 0 }: Known,
  posterior: Posterior,
  method: string,
  { within, mayRefuse = false }: Demand,
): Promise<AccuracyRow> {
  const { estimates, trustworthy } = await posterior.evidence({ method, workers: 1 });
  const [{ logEvidence, standardError, evaluations, seconds }] = estimates;
  const difference = Math.abs(logEvidence - truth);
  // exact values are given to ten decimals
  const honest =
    method === 'exact' || difference <= 3 * Math.hypot(standardError, truthError) + 1e-9;
  const verdict = trustworthy ? '' : 'not trustworthy, and says so';
  const isFine = trustworthy ? honest && difference <= within : mayRefuse;
  return {
    id,
    method,
    logEvidence,
    standardError,
    truth,
    evaluations,
    seconds,
    trustworthy,
    verdict: isFine ? verdict : `missed${verdict && `; ${verdict}`}`,
    isFine,
  };
}
