// The table's view of the traffic: sorting, filter, "only odd", and the rows that are looked at.
import { CancelledError, messageOf } from '../base/errors.ts';
import type { Line } from '../detect/findings/types.ts';
import type {
  EngineClient,
  LoadReport,
  OptionalField,
  PacketRow,
  Progress,
  SortColumn,
  TrafficId,
  ViewQuery,
} from '../engine/types.ts';
import { EVERYTHING, type Selection } from '../survey/types.ts';
import { Look } from './look.svelte.ts';
import { PacketPages } from './packet-pages.ts';

/** What a person chose; the line for `onlyOdd` comes from elsewhere. */
export interface ViewChoice {
  sort: SortColumn;
  descending: boolean;
  filter: string;
  onlyOdd: boolean;
  /** Only these, such as the packets of a finding, and what they are called. */
  only: { rows: Uint32Array; label: string } | null;
  /** The dashboard's. */
  selection: Selection;
  /** Place of the row that the table begins with. */
  at: number;
}

/** A traffic to be shown. */
type Shown = Pick<LoadReport, 'traffic' | 'fields'> & Partial<Pick<LoadReport, 'ethertypes'>>;

const BY_ROW: ViewChoice = {
  sort: 'row',
  descending: false,
  filter: '',
  onlyOdd: false,
  only: null,
  selection: EVERYTHING,
  at: 0,
};

export class PacketView {
  /** What is shown, once the engine has sorted and filtered. */
  applied = $state.raw<ViewChoice>(BY_ROW);
  /** What was asked for last; differs from `applied` while the engine works. */
  wished = $state.raw<ViewChoice>(BY_ROW);
  rows = $state(0);
  /** Grows whenever rows arrived. */
  version = $state(0);
  /** Grows whenever another view is shown: the table goes back to its top. */
  generation = $state(0);
  busy = $state(false);
  progress = $state.raw<Progress | null>(null);
  /** What is wrong with the filter or the engine, in words; '' when nothing is. */
  problem = $state('');
  /** The optional fields that the traffic has decide which columns are shown. */
  fields = $state.raw<ReadonlySet<OptionalField>>(new Set());

  /** The packet that is looked into. */
  readonly look: Look;

  readonly #engine: EngineClient;
  readonly #line: () => Line | null;
  #traffic: TrafficId | null = null;
  #pages: PacketPages | null = null;
  #controller: AbortController | null = null;

  constructor(engine: EngineClient, line: () => Line | null) {
    this.#engine = engine;
    this.#line = line;
    this.look = new Look(engine);
  }

  /** Shows a traffic from its beginning, or an analysed one from its oddest packet. */
  open({ traffic, fields, ethertypes = [] }: Shown, analysed: boolean): Promise<void> {
    if (traffic !== this.#traffic) this.close();
    this.#traffic = traffic;
    this.look.start(traffic);
    // A frame without an IP packet has its MAC addresses there.
    this.fields = new Set(ethertypes.length > 0 ? ['src', 'dst', ...fields] : fields);
    const { filter, onlyOdd, selection } = this.wished;
    return this.#apply(
      analysed
        ? { ...BY_ROW, sort: 'score', descending: true, filter, onlyOdd, selection }
        : { ...BY_ROW, filter, selection },
    );
  }

  close(): void {
    this.#controller?.abort();
    this.#controller = null;
    this.#pages?.close();
    this.#pages = null;
    this.#traffic = null;
    this.look.close();
    this.rows = 0;
    this.busy = false;
    this.problem = '';
    this.fields = new Set();
    this.applied = BY_ROW;
    this.wished = BY_ROW;
    this.generation += 1;
  }

  change(choice: Partial<ViewChoice>): Promise<void> {
    return this.#apply({ ...this.wished, at: 0, ...choice });
  }

  /** To be called when the line moved: only "only odd" depends on it. */
  async lineMoved(): Promise<void> {
    if (this.wished.onlyOdd) await this.#apply(this.wished);
  }

  /** Stops sorting; the view before it stays. */
  cancel(): void {
    this.#controller?.abort();
  }

  row(index: number): PacketRow | undefined {
    // Read for its own sake: whoever shows rows is told when more have come.
    void this.version;
    return this.#pages?.row(index);
  }

  want(first: number, end: number): void {
    this.#pages?.want(first, end);
  }

  async #apply(choice: ViewChoice): Promise<void> {
    const traffic = this.#traffic;
    if (traffic === null) return;
    this.#controller?.abort();
    const controller = new AbortController();
    this.#controller = controller;
    this.wished = choice;
    this.problem = '';
    this.busy = true;
    this.progress = null;
    const { sort, descending, filter, onlyOdd, only, selection } = choice;
    const line = onlyOdd ? this.#line() : null;
    const query: ViewQuery = {
      sort,
      descending,
      filter: filter.trim(),
      above: line?.threshold ?? null,
      hosts: line?.hosts,
      rows: only?.rows ?? null,
      selection,
    };
    try {
      const rows = await this.#engine.setView(traffic, query, {
        signal: controller.signal,
        onProgress: (progress) => {
          if (this.#controller === controller) this.progress = progress;
        },
      });
      if (this.#controller !== controller) return;
      this.#pages?.close();
      this.#pages = new PacketPages(
        rows,
        async (start, count) => (await this.#engine.page(traffic, start, count)).rows,
        () => (this.version += 1),
        (error) => (this.problem = messageOf(error)),
      );
      this.rows = rows;
      this.applied = choice;
      this.generation += 1;
      this.version += 1;
    } catch (error) {
      if (this.#controller !== controller) return;
      // A filter that cannot be read stays in its box for mending; the rest goes back to what is shown.
      const cancelled = error instanceof CancelledError;
      this.wished = { ...this.applied, filter: cancelled ? this.applied.filter : choice.filter };
      if (!cancelled) this.problem = messageOf(error);
    } finally {
      if (this.#controller === controller) {
        this.#controller = null;
        this.busy = false;
        this.progress = null;
      }
    }
  }
}
