/** At least this long before anything is measured: by then V8 runs its optimised code. */
const WARM_UP_MS = 300;
const BATCH_MS = 2;
const BATCHES = 5;
const ROUNDS = 25;

/**
 * Microseconds a call, on a machine that may be busy with something else as well: the median of
 * batches is free of single interruptions, the best of several such medians of slow spells.
 */
export function microsecondsPerCall(call: () => void): number {
  const calls = warmUp(call);
  const medians = Array.from({ length: ROUNDS }, () => {
    const batches = Array.from({ length: BATCHES }, () => batchMs(call, calls) / calls);
    return batches.sort((a, b) => a - b)[BATCHES >> 1];
  });
  return 1000 * Math.min(...medians);
}

/** Returns how many calls fill a batch. */
function warmUp(call: () => void): number {
  const end = performance.now() + WARM_UP_MS;
  let calls = 1;
  let duration = 0;
  while (performance.now() < end || duration < BATCH_MS / 2) {
    duration = batchMs(call, calls);
    if (duration < BATCH_MS) calls *= 2;
    else if (duration > 2 * BATCH_MS && calls > 1) calls >>= 1;
  }
  return calls;
}

function batchMs(call: () => void, calls: number): number {
  const start = performance.now();
  for (let k = 0; k < calls; k++) call();
  return performance.now() - start;
}
