// The named exports of the WebAssembly core. No logic here.
export { allocate, release } from './memory';
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
export { captureInspect, captureInspectorRoom, captureInspectorStart, capturePacket } from './capture/inspect';
export { layerRecords as captureLayers } from './capture/layers';
export {
  captureBegin,
  captureContainer,
  captureFeed,
  captureFinish,
  capturePiece,
  captureResume,
  captureStart,
  captureVersion,
} from './capture/index';
export { interfaceAt as captureInterface, interfaceCount as captureInterfaces } from './capture/interfaces';
export {
  bytesLost as captureBytesLost,
  noteRecords as captureNotes,
  notesListed as captureNotesListed,
  notesTotal as captureNotesTotal,
} from './capture/notes';
export { sectionCount as captureSections } from './capture/pcapng-blocks';
export { recordCount as captureCount } from './capture/record';
export {
  anyRow as captureAnyRow,
  rowColumn as captureColumn,
  rowCount as captureRows,
  takeRows as captureTakeRows,
} from './capture/rows';
export { featuresAddresses } from './features/addresses';
export {
  featuresClock,
  featuresExtract,
  featuresKnow,
  featuresPackets,
  featuresStart,
  featuresStop,
  featuresTable,
} from './features/index';
export { ROWS as FEATURES_ROWS, featuresInput, featuresOutput } from './features/rows';
