// The named exports of the WebAssembly core. No logic here.
export { allocate, release } from './memory';
export { RANDOM_BYTES, nextBelow, nextBits, nextUnit, seedStream } from './random';
export { averagePathLength } from './forest/length';
export { drawFeatures, drawRows } from './forest/sample';
export { GROWER_BYTES, STACK_BYTES, beginTree, depthLimit, growTree, roundDown } from './forest/grow';
export { packTree } from './forest/pack';
export { BLOCK_ROWS, SCORER_BYTES, scoreRows, setScorer } from './forest/score';
export {
  EXPLAIN_ROWS,
  beginExplanation,
  expectedLength,
  explainTree,
  explainerBytes,
  setExplainer,
} from './forest/explain';
export { RECALL_SLOTS, recallScores, recallScratch } from './forest/recall';
export {
  batchBegin,
  batchColumnHere,
  batchErrorByte,
  batchErrorCode,
  batchErrorColumn,
  batchErrorField,
  batchErrorItem,
  batchErrorLine,
  batchErrorOffset,
  batchFeed,
  batchFinish,
  batchForm,
  batchItemsColumn,
  batchItemsKind,
  batchItemsLine,
  batchItemsOffset,
  batchLine,
  batchMark,
  batchOffset,
  batchProvideNumber,
  batchResume,
  batchStart,
  batchText,
  batchTextLength,
  batchTopKind,
} from './batch/index';
export { sawPayloadField as batchSawPayloadField } from './batch/item';
export {
  dictionaryBytes as batchDictionaryBytes,
  dictionaryCount as batchDictionaryCount,
  dictionaryEnds as batchDictionaryEnds,
} from './batch/dictionary';
export {
  itemsRejected as batchRejected,
  problemRecords as batchProblemRecords,
  problemsListed as batchProblemsListed,
  problemsTotal as batchProblemsTotal,
} from './batch/problems';
export {
  rowColumn as batchColumn,
  rowCount as batchRows,
  rowsPresent as batchRowsPresent,
  takeRows as batchTakeRows,
} from './batch/rows';
export {
  unknownNames as batchUnknownNames,
  unknownRecords as batchUnknownRecords,
  unknownTotal as batchUnknownTotal,
} from './batch/unknown';
