// What the core exports to read traffic: batches and captures. No logic here.
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
