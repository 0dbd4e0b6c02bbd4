// For component tests of findings: a database that groups in memory, and an engine that teaches.
import type { Alert, Grouped, KeepRequest, Kept, Settings } from '../../alerts/types.ts';
import type { Finding, FindingLadder, MarkedPackets } from '../../detect/findings/types.ts';
import type { CallOptions, Page, Teaching, TeachRequest, ViewQuery } from '../../engine/types.ts';
import { FakeAlerts, fakeAlert, fakeFinding } from './fake-alerts.ts';
import { FakeEngine, fakeInfo, fakeRow } from './fake-engine.ts';

/** Findings of scores 0.95, 0.94 and so on: those above the line are found. */
export class GroupingAlerts extends FakeAlerts {
  readonly calls: string[] = [];
  /** Findings that there are above the lowest line. */
  findings = 9;
  wants: Settings = { keep: true, closedDays: 90, mostAlerts: 100_000 };
  /** What grouping, or keeping, does first: may wait, or throw. */
  onGroup: (marked: MarkedPackets) => Promise<void> | void = () => undefined;
  onKeep: (request: KeepRequest) => Promise<void> | void = () => undefined;
  #last: Finding[] = [];

  constructor(alerts: readonly Alert[] = []) {
    super(alerts);
  }

  override group = async (marked: MarkedPackets): Promise<Grouped> => {
    this.calls.push(`group above ${marked.line.threshold}`);
    await this.onGroup(marked);
    const all = Array.from({ length: this.findings }, (_, i) => fakeFinding(i, { peak: 0.95 - i / 1000 }));
    this.#last = all.filter(({ peak }) => peak > marked.line.threshold);
    return { findings: this.#last, total: this.#last.length };
  };

  override rowsOf = async (id: string) => {
    const place = this.#last.findIndex((one) => one.id === id);
    return place < 0 ? null : Uint32Array.from([10, 20, 30], (row) => 100 * place + row);
  };

  override keep = async (request: KeepRequest): Promise<Kept> => {
    this.calls.push(`keep ${request.findings.length}`);
    await this.onKeep(request);
    const known = await this.get(request.findings.map(({ id }) => id));
    request.findings.forEach((finding, i) => {
      const { model, traffic, line } = request;
      this.put({ ...(known[i]?.alert ?? fakeAlert(0)), id: finding.id, finding, model, traffic, line });
    });
    const updated = known.filter((one) => one !== null).length;
    return { added: known.length - updated, updated, removed: 0 };
  };

  override hiddenBy = async (findings: readonly Finding[]) => findings.map(({ id }) => this.hidden.get(id) ?? null);
  override settings = async () => this.wants;
  override findBudgetLine = async (_: MarkedPackets, findingsAnHour: number) => ({
    threshold: 0.9,
    findings: findingsAnHour,
  });
  override ladder = async (): Promise<FindingLadder | null> => ({
    hours: 2,
    thresholds: Float32Array.from([0.9, 0.8]),
    findings: Uint32Array.from([3, 7]),
  });
}

export class TeachingEngine extends FakeEngine {
  onTeach: (request: TeachRequest, options: CallOptions) => Promise<void> | void = () => undefined;

  override async teach(request: TeachRequest, options: CallOptions = {}): Promise<Teaching> {
    this.calls.push({ name: 'teach', args: [request] });
    await this.onTeach(request, options);
    return {
      info: fakeInfo(request.name),
      file: new Uint8Array([4, 5, 6]),
      taught: 3,
      taughtBefore: 3,
      taughtAfter: 0,
      othersBefore: 108,
      othersAfter: 61,
      othersNew: 2,
      threshold: 0.58,
    };
  }

  /** Rows of the view; null for all. */
  #only: Uint32Array | null = null;

  override async setView(traffic: number, query: ViewQuery): Promise<number> {
    this.#only = query.rows ?? null;
    const all = await super.setView(traffic, query);
    return this.#only?.length ?? all;
  }

  override async page(traffic: number, start: number, count: number): Promise<Page> {
    const page = await super.page(traffic, start, count);
    if (this.#only === null) return page;
    return { start, rows: Array.from(this.#only.slice(start, start + count), (row) => fakeRow(row)) };
  }

  /** The file with one byte more. */
  override addLadder = async (file: Uint8Array): Promise<Uint8Array<ArrayBuffer>> => Uint8Array.of(...file, 99);
}
