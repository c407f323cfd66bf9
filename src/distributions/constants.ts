/** Constants of normalisers. */

/** ½ log 2π. */
export const HALF_LOG_TWO_PI = 0.9189385332046728;
/** log π. */
export const LOG_PI = 1.1447298858494002;
/** log(2 / π). */
export const LOG_TWO_OVER_PI = -0.4515827052894549;
/** log 2π. */
export const LOG_TWO_PI = 1.8378770664093456;
/** The Euler-Mascheroni constant, −ψ(1). */
export const EULER_GAMMA = 0.5772156649015329;
