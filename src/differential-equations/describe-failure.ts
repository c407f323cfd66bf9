import type { Failure } from './system.ts';

/** Why a solution ends, in a clause: `the solution explodes at time 3.2`. */
export function describeFailure({ reason, time }: Failure, maxSteps: number): string {
  const at = `time ${Number(time.toPrecision(6))}`;
  switch (reason) {
    case 'times':
      return `its times decrease, begin before the start or are not finite, at ${at}`;
    case 'derivative':
      return `the derivative is not finite at the start, ${at}`;
    case 'explodes':
      return `the solution explodes or loses its meaning at ${at}, where steps became too short to tell times apart`;
    case 'steps':
      return `the solution got to ${at} in ${maxSteps} steps, the most it may take: \`method = bdf\` is for stiff equations, larger tolerances need fewer steps, and \`max_steps\` allows more`;
  }
}
