// What a reader answers when it stops: shared with src/ingest/capture/exports.ts.

/** All bytes at hand are used up, or more are needed. */
export const MORE: u32 = 0;
/** The host must take the rows, then let it go on. */
export const ROWS_FULL: u32 = 1;
