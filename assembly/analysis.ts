// What the core exports to analyse traffic: features and forests. No logic here.
export { RANDOM_BYTES, nextBelow, nextBits, nextUnit, seedStream } from './random';
export { averagePathLength } from './forest/length';
export { drawAgain, drawFeatures, drawRows, listRows, marksBytes } from './forest/sample';
export { GROWER_BYTES, beginTree, depthLimit, growTree, recordBytes, roundDown } from './forest/grow';
export { packTree } from './forest/pack';
export { BLOCK_ROWS, SCORER_BYTES, scoreRows, setScorer } from './forest/score';
export { COMPARE_SCRATCH } from './forest/compare';
export { floatsOfBytes, floatsOfIntegers } from './forest/columns';
export { CODES_BYTES, GROUP_BYTES, GROUP_TREES, SUMS_BYTES } from './forest/decode';
export { gatherFresh, lookUpRows, settleRows } from './forest/look-up';
export { findBuckets, PLANE_BYTES, PLANE_ROWS, RANKER_BYTES, setRanker } from './forest/rank';
export { PLAN_BYTES, scorePlanes } from './forest/score-planes';
export {
  EXPLAIN_ROWS,
  beginExplanation,
  expectedLength,
  explainTree,
  explainerBytes,
  setExplainer,
} from './forest/explain';
export { featuresAddresses } from './features/addresses';
export { featuresSmooth } from './features/context';
export {
  featuresClock,
  featuresExtract,
  featuresKnow,
  featuresPackets,
  featuresStart,
  featuresStop,
  featuresTable,
} from './features/index';
export { featuresElsewhere } from './features/links';
export { ROWS as FEATURES_ROWS, featuresInput, featuresOutput } from './features/rows';
