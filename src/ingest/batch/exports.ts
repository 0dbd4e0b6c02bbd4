// The batch reader's exports, as assembly/batch documents them.

export interface BatchExports {
  readonly memory: WebAssembly.Memory;
  batchStart(chunkBytes: number, low: number, high: number): number;
  batchBegin(problemLimit: number, skipped: number): void;
  batchFeed(length: number): number;
  batchResume(): number;
  batchFinish(): number;
  batchProvideNumber(value: number): void;
  batchForm(): number;
  batchTopKind(): number;
  batchItemsKind(): number;
  batchItemsLine(): number;
  batchItemsColumn(): number;
  batchItemsOffset(): number;
  batchMark(): number;
  batchLine(): number;
  batchColumnHere(): number;
  batchOffset(): number;
  batchErrorItem(): number;
  batchErrorField(): number;
  batchErrorCode(): number;
  batchErrorByte(): number;
  batchErrorLine(): number;
  batchErrorColumn(): number;
  batchErrorOffset(): number;
  batchText(): number;
  batchTextLength(): number;
  batchSawPayloadField(): number;
  batchColumn(index: number): number;
  batchRows(): number;
  batchRowsPresent(): number;
  batchTakeRows(): void;
  batchDictionaryBytes(): number;
  batchDictionaryCount(): number;
  batchDictionaryEnds(): number;
  batchRejected(): number;
  batchProblemRecords(): number;
  batchProblemsListed(): number;
  batchProblemsTotal(): number;
  batchUnknownNames(): number;
  batchUnknownRecords(): number;
  batchUnknownTotal(): number;
}
