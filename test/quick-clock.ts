import { vi } from 'vitest';

/**
 * Runs `work` by a clock that has gone on by 10 ms whenever it is looked at. What a fit does every 50 ms, to report
 * and to hand out its state, it then does every few steps, on a fast machine as on a slow one.
 */
export async function byQuickClock<T>(work: () => Promise<T>): Promise<T> {
  let now = performance.now();
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => {
    now += 10;
    return now;
  });
  try {
    return await work();
  } finally {
    clock.mockRestore();
  }
}
