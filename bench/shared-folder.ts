import { fileURLToPath } from 'node:url';

/** Where the peers are. */
export function sharedFolder(): string {
  return process.env.CREDENCE_SHARED ?? fileURLToPath(new URL('../../shared', import.meta.url));
}
