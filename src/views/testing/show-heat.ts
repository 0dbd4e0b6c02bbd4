// For component tests: the heat map of a made-up traffic, of which the fake engine counts 600 packets of three hosts in a minute.
import { mount, tick, unmount } from 'svelte';
import { expect, vi } from 'vitest';
import type { LoadReport } from '../../engine/types.ts';
import { AppState } from '../../state/app.svelte.ts';
import { Dashboard } from '../../state/dashboard.svelte.ts';
import type { Survey, SurveyQuery } from '../../survey/types.ts';
import HeatPanel from '../dashboard/HeatPanel.svelte';
import { FakeEngine, FakeStore } from './fake-engine.ts';
import { fakeSurvey } from './fake-survey.ts';

export const START = 1725530000;

class HeatEngine extends FakeEngine {
  /** So many rows beside those that there are: copies of the first, under other addresses. */
  others = 0;

  override async survey(traffic: number, query: SurveyQuery): Promise<Survey> {
    await super.survey(traffic, query);
    const timeless = this.timeless && query.heat !== null;
    const survey = fakeSurvey(timeless ? { ...query, heat: null, overview: null } : query);
    const { heat } = survey;
    if (heat && this.others > 0) {
      const { first, rows, kind, cells } = query.heat!;
      const all = fakeSurvey({ ...query, heat: { kind, cells, first: 0, rows: 100 } }).heat!.rows;
      const made = Array.from({ length: this.others }, (_, k) => ({
        ...all[all.length - 1],
        key: `2001:db8:85a3:1234:5678:8a2e:370:${7000 + k}`,
      }));
      heat.rows = [...all, ...made].slice(first, first + rows);
      heat.total = all.length + made.length;
    }
    return survey;
  }

  timeless = false;
}

export class HeatPage {
  readonly engine = new HeatEngine(600);
  readonly app = new AppState(this.engine, new FakeStore());
  readonly target = document.body.appendChild(document.createElement('main'));
  dashboard!: Dashboard;
  #component: ReturnType<typeof mount> | undefined;

  /** @param width pixels of the panel */
  async open(width: number, loaded: Partial<LoadReport> = {}): Promise<void> {
    const { session } = this.app;
    this.engine.onLoad = async () => ({ span: { first: START, last: START + 59.9 }, ...loaded });
    this.engine.analysis = { max: 0.8 };
    await session.openText('{"items":[]}');
    this.dashboard = new Dashboard(session, this.engine);
    this.target.style.width = `${width}px`;
    this.#component = mount(HeatPanel, { target: this.target, props: { dashboard: this.dashboard } });
    await tick();
  }

  /** With scores. */
  async show(width: number, others = 0): Promise<void> {
    this.engine.others = others;
    await this.open(width);
    await this.app.session.analyze();
    await vi.waitFor(() => expect(this.grid()).not.toBeNull());
    await this.settle();
  }

  async settle(): Promise<void> {
    await vi.waitFor(() => expect(this.dashboard.busy).toBe(false));
    await tick();
  }

  async close(): Promise<void> {
    this.dashboard.stop();
    await unmount(this.#component!);
    this.target.remove();
  }

  words = () => this.target.textContent!.replace(/\s+/g, ' ');
  grid = () => this.target.querySelector<HTMLElement>('[role=grid]');
  canvas = () => this.target.querySelector('canvas')!;
  told = () => this.target.querySelector('.told')!.textContent!.trim();
  names = () => [...this.target.querySelectorAll('[role=rowheader]')].map((one) => one.textContent!.trim());
  name = (row: number) => this.target.querySelector<HTMLElement>(`[data-row="${row}"]`)!;
  active = () => document.activeElement!.getAttribute('aria-label');

  /** What a pointer does over the middle of a cell. */
  async point(type: string, row: number, column: number): Promise<void> {
    const canvas = this.canvas();
    const box = canvas.getBoundingClientRect();
    const columns = Number(this.grid()!.getAttribute('aria-colcount')) - 1;
    const rows = Number(this.grid()!.getAttribute('aria-rowcount'));
    const at = { clientX: box.left + (box.width * (column + 0.5)) / columns, clientY: box.top + (box.height * (row + 0.5)) / rows }; // prettier-ignore
    canvas.dispatchEvent(
      new PointerEvent(type, { ...at, bubbles: true, isPrimary: true, button: 0, pointerId: POINTER }),
    );
    await tick();
  }

  async click(row: number, column: number): Promise<void> {
    await this.point('pointerdown', row, column);
    await this.point('pointerup', row, column);
    await this.settle();
  }
}

/** The mouse, which can be captured at any time. */
const POINTER = 1;
