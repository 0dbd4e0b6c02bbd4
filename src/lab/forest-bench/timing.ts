// Times work in a worker whose clock only tells tenths of a millisecond.

/** Short work is repeated for so long. */
const LEAST_MS = 25;

/** Milliseconds of one run of `work`: the mean of as many as LEAST_MS takes, at least one. */
export async function timeWork(work: () => unknown): Promise<number> {
  const start = performance.now();
  let runs = 0;
  let passed: number;
  do {
    await work();
    runs++;
    passed = performance.now() - start;
  } while (passed < LEAST_MS);
  return passed / runs;
}

/** Milliseconds of a single run. */
export async function timeOnce(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
