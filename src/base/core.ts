// The compiled WebAssembly core: compile once, instantiate as often as memory must be given back.

/**
 * What analysing needs of it, as raw exports: numbers in, numbers out, all data through `memory`. See assembly/analysis.ts;
 * readers know the exports of theirs.
 */
export interface CoreExports {
  readonly memory: WebAssembly.Memory;
  allocate(bytes: number): number;
  release(pointer: number): void;

  // random.ts: state of RANDOM_BYTES bytes.
  readonly RANDOM_BYTES: WebAssembly.Global;
  seedStream(state: number, seed: number, stream: number): void;
  nextBits(state: number): bigint;
  nextUnit(state: number): number;
  nextBelow(state: number, count: number): number;

  // forest/: see the functions there for the blocks that the pointers lead to.
  readonly GROWER_BYTES: WebAssembly.Global;
  readonly SCORER_BYTES: WebAssembly.Global;
  readonly BLOCK_ROWS: WebAssembly.Global;
  averagePathLength(rows: number): number;
  depthLimit(rows: number): number;
  roundDown(x: number): number;
  marksBytes(count: number): number;
  drawRows(random: number, count: number, wanted: number, from: number, to: number, marks: number): void;
  drawAgain(random: number, count: number, draws: number, marks: number): void;
  listRows(count: number, marks: number, others: boolean, rows: number, most: number): number;
  drawFeatures(random: number, count: number, wanted: number, features: number): void;
  recordBytes(width: number): number;
  beginTree(
    grower: number,
    random: number,
    records: number,
    rows: number,
    order: number,
    features: number,
    width: number,
    deepest: number,
    thresholds: number,
    splits: number,
    samples: number,
  ): void;
  /** Nodes of the finished tree, or 0 while it is not finished. */
  growTree(grower: number, budget: number): number;
  /** Depth of the deepest leaf. */
  packTree(thresholds: number, splits: number, samples: number, count: number, nodes: number, lengths: number): number;
  setScorer(
    scorer: number,
    nodes: number,
    lengths: number,
    starts: number,
    depths: number,
    trees: number,
    sums: number,
    normalLength: number,
  ): void;
  scoreRows(scorer: number, columns: number, stride: number, rows: number, scores: number): void;
  readonly COMPARE_SCRATCH: WebAssembly.Global;
  readonly CODES_BYTES: WebAssembly.Global;
  readonly GROUP_BYTES: WebAssembly.Global;
  readonly GROUP_TREES: WebAssembly.Global;
  readonly PLANE_BYTES: WebAssembly.Global;
  readonly PLANE_ROWS: WebAssembly.Global;
  readonly SUMS_BYTES: WebAssembly.Global;
  readonly RANKER_BYTES: WebAssembly.Global;
  readonly PLAN_BYTES: WebAssembly.Global;
  setRanker(
    ranker: number,
    thresholds: number,
    starts: number,
    last: number,
    byBits: number,
    origin: number,
    scale: number,
    originKey: number,
    shift: number,
    steps: number,
  ): void;
  findBuckets(ranker: number, values: number, count: number, buckets: number): void;
  floatsOfBytes(from: number, count: number, to: number): void;
  floatsOfIntegers(values: number, count: number): void;
  /** Rows that wait in the lower 32 bits, fresh ones above. */
  lookUpRows(
    ranges: number,
    width: number,
    grid: number,
    columns: number,
    stride: number,
    rows: number,
    scores: number,
    places: number,
    waiting: number,
    fresh: number,
  ): bigint;
  gatherFresh(columns: number, width: number, stride: number, fresh: number, count: number, out: number): void;
  settleRows(grid: number, places: number, waiting: number, waits: number, answers: number, scores: number): void;
  scorePlanes(plan: number, columns: number, stride: number, rows: number, scores: number): void;

  // forest/explain.ts
  readonly EXPLAIN_ROWS: WebAssembly.Global;
  explainerBytes(features: number, places: number, depth: number): number;
  /** Where the places of quadrature go. */
  setExplainer(explainer: number, features: number, places: number): number;
  beginExplanation(
    explainer: number,
    thresholds: number,
    splits: number,
    samples: number,
    values: number,
    results: number,
    rows: number,
  ): void;
  /** 1 once the tree is finished. */
  explainTree(explainer: number, budget: number): number;
  expectedLength(explainer: number): number;

  // features/index.ts
  readonly FEATURES_ROWS: WebAssembly.Global;
  featuresStart(
    ofScores: boolean,
    bytes: number,
    addresses: number,
    low: number,
    high: number,
    time: number,
    known: number,
    elsewhere: number,
  ): void;
  featuresAddresses(first: number, count: number, texts: number, ends: number, start: number): void;
  featuresKnow(table: number, entries: number, count: number): void;
  featuresInput(): number;
  featuresOutput(): number;
  featuresExtract(rows: number): void;
  featuresSmooth(rows: number): void;
  featuresClock(): number;
  featuresPackets(): number;
  featuresElsewhere(): number;
  featuresTable(table: number): number;
  featuresStop(): void;
}

/** The exports of an instantiated core: its own memory, which never shrinks while the instance lives. */
export type CoreInstance = CoreExports;

/** Compiles gzipped WebAssembly that stands as base64 text. The module can be posted to workers. */
export async function compilePacked(base64: string): Promise<WebAssembly.Module> {
  const packed = new Blob([Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))]);
  const bytes = packed.stream().pipeThrough(new DecompressionStream('gzip'));
  return WebAssembly.compile(await new Response(bytes).arrayBuffer());
}

/** A core with a memory of its own; dropping it gives the memory back. */
export async function instantiateCore(module: WebAssembly.Module): Promise<CoreInstance> {
  const { exports } = await WebAssembly.instantiate(module);
  return exports as unknown as CoreInstance;
}
