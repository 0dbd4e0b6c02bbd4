// Every pointer contract in one place: the host allocates, fills, calls, reads and releases.

/**
 * Reserves `bytes` bytes of linear memory, 16-byte aligned, contents undefined.
 * Any allocation may grow the memory and so detach the host's views: make them anew after each call.
 * Traps (RuntimeError: unreachable) when the memory cannot grow; one block is at most 1 GiB.
 */
export function allocate(bytes: usize): usize {
  return heap.alloc(bytes);
}

/** Gives a block from `allocate` back. */
export function release(pointer: usize): void {
  heap.free(pointer);
}
