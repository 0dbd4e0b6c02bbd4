// An engine for component tests: a traffic of any size, made up row by row, and answers that can be held back.
import { CancelledError } from '../../base/errors.ts';
import type { Line, MarkedPackets } from '../../detect/findings/types.ts';
import type {
  Analysis,
  CallOptions,
  EngineClient,
  Explanation,
  Exported,
  ExportOptions,
  FeatureChoice,
  HostLevel,
  LoadReport,
  Source,
  Teaching,
  TeachRequest,
  Training,
  ViewQuery,
} from '../../engine/types.ts';
import type { Inspection } from '../../inspect/types.ts';
import { DEFAULT_PARAMETERS, type ModelInfo, type ModelLine } from '../../model/types.ts';
import type { ModelRecord, ModelStore } from '../../model/store.ts';
import type { Frame } from '../../packets/capture.ts';
import type { Comparison, Drift, Survey, SurveyQuery } from '../../survey/types.ts';
import { fakeMarked, fakeRow } from './fake-marked.ts';
import { fakeSurvey, NOT_MOVED } from './fake-survey.ts';

export { fakeRow };

export const fakeInfo = (name: string): ModelInfo => ({
  name,
  created: '2026-01-02T03:04:05.000Z',
  trainedOn: ['fake.json'],
  rows: 3000,
  featureSet: { id: 'basic', version: 1 },
  features: ['size', 'proto'],
  featuresAssumed: false,
  parameters: { ...DEFAULT_PARAMETERS },
  samplesPerTree: 256,
  anchors: 0,
  threshold: 0.612,
  firstFormat: 4,
  taught: [],
  parent: null,
});

const BASIC: FeatureChoice = { set: { id: 'basic', version: 1 }, features: ['size', 'proto'], omitted: [], reason: '' };

/** Its size makes a packet odder, its protocol more usual; a size of at most 583 would do. */
export function fakeExplanation(row: number): Explanation {
  const { score, size, proto } = fakeRow(row);
  const plain = { step: 0, usual: null, typical: null };
  return {
    row,
    score: score!,
    alone: score!,
    first: score!,
    pathLength: 4.5,
    expectedPathLength: 8,
    contributions: [
      { ...plain, feature: 'size', label: 'Packet size', unit: 'bytes', value: size, contribution: -4 },
      { ...plain, feature: 'proto', label: 'Protocol', unit: '', value: proto, contribution: 0.5 },
    ],
    counterfactuals: [{ feature: 'size', low: null, high: 583, crossed: 3 }],
    rarity: null,
  };
}

export class FakeEngine implements EngineClient {
  readonly calls: { name: string; args: unknown[] }[] = [];
  /** Traffics that were given back. */
  readonly released: number[] = [];
  readonly #restarted = new Set<(reason: string) => void>();
  /** What `load` does beyond reporting; may wait, report progress, or throw. */
  onLoad: (sources: Source[], options: CallOptions) => Promise<Partial<LoadReport>> = async () => ({});
  /** What an analysis says otherwise. */
  analysis: Partial<Analysis> = {};
  /** What an explanation says otherwise; may wait, or throw. */
  onExplain: (row: number) => Partial<Explanation> | Promise<Partial<Explanation>> = () => ({});
  /** What only a capture tells of each packet, or null. */
  frame: Frame | null = null;
  #traffic = 0;

  constructor(readonly rows: number) {}

  async load(sources: Source[], options: CallOptions = {}): Promise<LoadReport> {
    this.calls.push({ name: 'load', args: [sources] });
    const changed = await this.onLoad(sources, options);
    if (options.signal?.aborted) throw new CancelledError('Reading');
    const { rows } = this;
    return {
      traffic: ++this.#traffic,
      sources: sources.map(({ name, data }) => ({
        name,
        bytes: data.size,
        decompressedBytes: data.size,
        format: 'batch',
        gzip: false,
        capped: false,
        remark: null,
        capture: null,
        packets: rows,
        rejected: 0,
        stopped: null,
      })),
      order: null,
      packets: rows,
      rejected: 0,
      problems: [],
      problemCount: 0,
      unknownFields: [],
      unknownFieldCount: 0,
      fields: ['src', 'dst', 'ts', 'src_port', 'dst_port'],
      features: BASIC,
      hosts: 12,
      span: { first: 1725530000, last: 1725530000 + rows / 1000 },
      protocols: [
        { proto: 6, packets: Math.floor((rows * 2) / 3) },
        { proto: 17, packets: Math.ceil(rows / 3) },
      ],
      ethertypes: [],
      wireBytes: rows * 700,
      seconds: { total: 0.1, reading: 0.05, parsing: 0.05 },
      ...changed,
    };
  }

  #analysis(): Analysis {
    const histogram = new Uint32Array(100).fill(this.rows / 100);
    return {
      packets: this.rows,
      threshold: 0.612,
      adjustment: null,
      histogram,
      min: 0,
      max: 0.999,
      mean: 0.5,
      anomalies: Math.round(this.rows * 0.388),
      calibration: null,
      profiles: null,
      features: BASIC,
      levels: null,
      extraction: null,
      seconds: 0.1,
      ...this.analysis,
    };
  }

  async train(request: { name: string }): Promise<Training> {
    this.calls.push({ name: 'train', args: [request] });
    return { info: fakeInfo(request.name), file: new Uint8Array([1, 2, 3]), analysis: this.#analysis(), seconds: 0.1 };
  }

  async analyze(traffic: number, file: Uint8Array): Promise<Analysis> {
    this.calls.push({ name: 'analyze', args: [traffic, file] });
    return this.#analysis();
  }

  importModel = async (file: Uint8Array<ArrayBuffer>) => ({ info: fakeInfo('Imported'), file });

  /** What teaching says otherwise. */
  teaching: Partial<Teaching> = {};

  async teach({ name, rows }: TeachRequest): Promise<Teaching> {
    this.calls.push({ name: 'teach', args: [name, rows] });
    const info = { ...fakeInfo(name), taught: [{ packets: rows.length, at: '2026-01-02T03:04:05.000Z' }] };
    const counts = { taught: rows.length, taughtBefore: rows.length, taughtAfter: 0 };
    const others = { othersBefore: 40, othersAfter: 38, othersNew: 1, threshold: 0.6 };
    return { info, file: new Uint8Array([4, 5]), ...counts, ...others, ...this.teaching };
  }

  addLadder = async (file: Uint8Array) => new Uint8Array(file);

  renameModel = async (file: Uint8Array) => new Uint8Array(file);

  async countMarked(_traffic: number, line: Line): Promise<number> {
    this.calls.push({ name: 'countMarked', args: [line] });
    return Math.round(this.rows * (1 - line.threshold));
  }

  async marked(_traffic: number, line: Line): Promise<MarkedPackets> {
    this.calls.push({ name: 'marked', args: [line] });
    return fakeMarked(this.rows, line);
  }

  async hostLevels(_traffic: number, threshold: number, count: number): Promise<HostLevel[]> {
    this.calls.push({ name: 'hostLevels', args: [threshold, count] });
    return [{ host: '10.0.0.1', packets: this.rows, marked: 12, level: 0.99 }];
  }

  async exportRows(_traffic: number, format: string, line: Line, rows: Uint32Array): Promise<Exported> {
    this.calls.push({ name: 'exportRows', args: [format, line, rows] });
    const { length } = rows;
    return { file: new Blob(['{}']), packets: length, withoutBytes: 0, marked: length, explained: length };
  }

  async setView(_traffic: number, query: ViewQuery): Promise<number> {
    this.calls.push({ name: 'setView', args: [query] });
    return this.rows;
  }

  async survey(_traffic: number, query: SurveyQuery): Promise<Survey> {
    this.calls.push({ name: 'survey', args: [query] });
    return fakeSurvey(query);
  }

  /** What they say. */
  drifted: Drift | null = null;
  compared: Comparison = NOT_MOVED;
  drift = async () => this.drifted;

  async compare(before: number, after: number, line: Line | null): Promise<Comparison> {
    this.calls.push({ name: 'compare', args: [before, after, line] });
    return this.compared;
  }

  async page(_traffic: number, start: number, count: number) {
    this.calls.push({ name: 'page', args: [start, count] });
    return { start, rows: Array.from({ length: count }, (_, index) => this.#row(start + index)) };
  }

  #row = (row: number) => ({ ...fakeRow(row), frame: this.frame });

  packets = async (_traffic: number, rows: number[]) => rows.map(this.#row);

  async explain(_traffic: number, rows: number[], threshold: number): Promise<Explanation[]> {
    this.calls.push({ name: 'explain', args: [rows, threshold] });
    return Promise.all(rows.map(async (row) => ({ ...fakeExplanation(row), ...(await this.onExplain(row)) })));
  }

  /** What an export says otherwise. */
  exported: Partial<Exported> = {};

  async export(
    _traffic: number,
    format: string,
    threshold: number,
    { rows, hosts }: ExportOptions = {},
  ): Promise<Exported> {
    this.calls.push({ name: 'export', args: [format, threshold, rows, hosts] });
    const file = new Blob(['{}']);
    return { file, packets: this.rows, withoutBytes: 0, marked: 12, explained: 12, ...this.exported };
  }

  /** What looking into a packet finds; may wait, or throw. */
  onInspect: (row: number, options: CallOptions) => Inspection | Promise<Inspection> = (row) => {
    throw new Error(`nothing is known of row ${row}`);
  };

  async inspect(_traffic: number, row: number, options: CallOptions = {}): Promise<Inspection> {
    this.calls.push({ name: 'inspect', args: [row] });
    return this.onInspect(row, options);
  }

  async release(traffic: number): Promise<void> {
    this.released.push(traffic);
  }

  onRestart(listener: (reason: string) => void): () => void {
    this.#restarted.add(listener);
    return () => this.#restarted.delete(listener);
  }

  restart(reason: string): void {
    for (const listener of this.#restarted) listener(reason);
  }
}

/** A store in memory, with the real one's calls. */
export class FakeStore implements ModelStore {
  readonly persistent = true;
  readonly reason = null;
  #records: ModelRecord[] = [];

  list = async () => this.#records.map((record) => record.info);

  file = async (id: string) => this.#find(id).file;

  async add(file: Uint8Array<ArrayBuffer>, info: ModelInfo) {
    const stored = { ...info, id: `id-${this.#records.length}-${info.name}`, bytes: file.length };
    this.#records.push({ info: stored, file });
    return stored;
  }

  async rename(id: string, name: string) {
    const record = this.#find(id);
    record.info = { ...record.info, name };
    return record.info;
  }

  async setLine(id: string, line: ModelLine | null) {
    const record = this.#find(id);
    record.info = { ...record.info, line: line ?? undefined };
    return record.info;
  }

  async remove(id: string) {
    const record = this.#find(id);
    this.#records = this.#records.filter((one) => one !== record);
    return record;
  }

  async restore(record: ModelRecord) {
    this.#records.push(record);
    return record.info;
  }

  #find(id: string): ModelRecord {
    return this.#records.find((record) => record.info.id === id)!;
  }
}
