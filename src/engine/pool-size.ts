// How many threads score, and from how many rows on more than one.

/** With fewer rows, sending them costs more than it saves. */
export const LEAST_SHARED_ROWS = 65_536;
/** More threads than this wait for the one that copies the columns for them, and each holds a core and a forest. */
const MOST_THREADS = 8;

/** Helpers beside the engine, which scores too, on a machine of so many cores. */
export const countHelpers = (cores: number): number => Math.max(1, Math.min(MOST_THREADS, Math.floor(cores))) - 1;
