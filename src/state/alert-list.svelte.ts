// The alerts that match a filter, in an order: any number of them, of which only blocks around what is looked at are here.
import type { AlertCounts, AlertEntry, AlertFilter, AlertOrder, AlertService } from '../alerts/types.ts';
import { messageOf } from '../base/errors.ts';
import { latest } from './latest.ts';
import { BLOCK_ROWS, PacketPages } from './packet-pages.ts';

interface Wish {
  filter: AlertFilter;
  order: AlertOrder;
  /** First alert of the block to begin with. */
  start: number;
}

export class AlertList {
  /** How many match; null before the first answer. */
  total = $state<number | null>(null);
  busy = $state(false);
  /** What went wrong, in words; '' when nothing did. */
  problem = $state('');
  /** Rises with every other list. */
  generation = $state(0);
  /** Rises when alerts have come. */
  version = $state(0);

  readonly #service: AlertService;
  /** Called after an answer, and with the entries that came. */
  readonly #arrived: (start: number, entries: readonly AlertEntry[]) => void;
  readonly #ask: (wish: Wish) => void;
  #pages: PacketPages<AlertEntry> | null = null;
  #wish: Wish | null = null;
  #shown: Wish | null = null;
  #looked = { first: 0, end: 1 };

  /** @param counted gets the counts that belong to the list */
  constructor(
    service: AlertService,
    arrived: (start: number, entries: readonly AlertEntry[]) => void,
    counted: (counts: AlertCounts) => void,
  ) {
    this.#service = service;
    this.#arrived = arrived;
    this.#ask = latest(
      ({ filter, order, start }) => service.list(filter, order, start, BLOCK_ROWS),
      ({ total, counts, entries }, wish) => {
        counted(counts);
        // An answer to an earlier question about the same list is still news.
        if (!isSame(wish, this.#wish)) return;
        // There are fewer than before: what is looked at begins elsewhere.
        if (entries.length === 0 && total > 0) return this.#want({ ...wish, start: blockOf(total - 1) });
        this.#take(wish, total, entries);
      },
      (error, wish) => {
        if (!isSame(wish, this.#wish)) return;
        this.busy = false;
        this.problem = messageOf(error);
      },
    );
  }

  /** Shows another list, from its top. */
  open(filter: AlertFilter, order: AlertOrder): void {
    this.#want({ filter, order, start: 0 });
  }

  /** Reads the same list anew, as after a change; what is shown stays until the answer is there. */
  refresh(): void {
    if (this.#wish === null) return;
    this.#want({ ...this.#wish, start: isSame(this.#wish, this.#shown) ? blockOf(this.#looked.first) : 0 });
  }

  entry(index: number): AlertEntry | undefined {
    // Read for its own sake: whoever shows alerts is told when more have come.
    void this.version;
    return this.#pages?.row(index);
  }

  /** Says which alerts are looked at: from `first` up to but without `end`. */
  want(first: number, end: number): void {
    this.#looked = { first, end };
    this.#pages?.want(first, end);
  }

  #want(wish: Wish): void {
    this.#wish = wish;
    this.busy = true;
    this.#ask(wish);
  }

  #take(wish: Wish, total: number, entries: AlertEntry[]): void {
    const { filter, order } = wish;
    this.#pages?.close();
    const pages = new PacketPages<AlertEntry>(
      total,
      async (start, count) => {
        const page = await this.#service.list(filter, order, start, count);
        this.#arrived(start, page.entries);
        return page.entries;
      },
      () => (this.version += 1),
      (error) => (this.problem = messageOf(error)),
    );
    pages.put(wish.start, entries);
    this.#pages = pages;
    this.total = total;
    this.problem = '';
    this.busy = wish !== this.#wish;
    this.version += 1;
    if (!isSame(wish, this.#shown)) {
      this.generation += 1;
      this.#looked = { first: 0, end: 1 };
    }
    this.#shown = wish;
    this.#arrived(wish.start, entries);
    this.want(this.#looked.first, Math.min(total, this.#looked.end));
  }
}

const isSame = (one: Wish, other: Wish | null): boolean => one.filter === other?.filter && one.order === other.order;
const blockOf = (index: number): number => Math.floor(index / BLOCK_ROWS) * BLOCK_ROWS;
