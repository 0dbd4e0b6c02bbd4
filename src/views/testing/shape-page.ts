// For component tests: the shape of a made-up traffic, over a fake engine.
import { mount, tick, unmount } from 'svelte';
import { expect, vi } from 'vitest';
import { page } from 'vitest/browser';
import { AppState } from '../../state/app.svelte.ts';
import { Dashboard } from '../../state/dashboard.svelte.ts';
import type { Survey, SurveyQuery } from '../../survey/types.ts';
import ShapePanel from '../dashboard/ShapePanel.svelte';
import { plotOf } from '../dashboard/sizes-plot.ts';
import { FakeEngine, FakeStore } from './fake-engine.ts';
import { fakeSurvey } from './fake-survey.ts';

/** The panel over the packets of fake-survey.ts; call `show` to see it. */
export class ShapePage {
  readonly engine = new FakeEngine(600);
  readonly app = new AppState(this.engine, new FakeStore());
  dashboard!: Dashboard;
  /** Rows of packets that were asked for. */
  readonly asked: number[] = [];
  /** What the engine says otherwise. */
  change: (survey: Survey, query: SurveyQuery) => Partial<Survey> = () => ({});
  #component: ReturnType<typeof mount> | undefined;

  constructor() {
    this.engine.survey = async (_, query) => {
      const survey = fakeSurvey(query);
      return { ...survey, ...this.change(survey, query) };
    };
  }

  /** Mounted, and counted at least once. */
  async show(analysed: boolean, width = 1280): Promise<void> {
    await page.viewport(width, 900);
    const { session } = this.app;
    await session.openText('{"items":[]}');
    if (analysed) await session.analyze();
    this.dashboard = new Dashboard(session, this.engine);
    const props = { dashboard: this.dashboard, onpacket: (row: number) => void this.asked.push(row) };
    this.#component = mount(ShapePanel, { target: document.body, props });
    await this.settled();
  }

  async settled(): Promise<void> {
    await tick();
    await vi.waitFor(() => {
      expect(this.dashboard.busy).toBe(false);
      expect(this.dashboard.shown?.query).toBe(this.dashboard.query);
    });
    await tick();
    await new Promise(requestAnimationFrame);
  }

  async close(): Promise<void> {
    if (this.#component) await unmount(this.#component);
    this.dashboard.stop();
    document.body.replaceChildren();
  }

  /** The part with this heading, its words and its buttons. */
  section = (name: string) =>
    [...document.querySelectorAll('section section')].find((one) => one.querySelector('h3')!.textContent === name)!;
  words = (name: string) => wordsOf(this.section(name));
  buttons = (name: string, part = 'li button') => [...this.section(name).querySelectorAll<HTMLButtonElement>(part)];
  height = () => document.querySelector('section.panel')!.getBoundingClientRect().height;

  /** A pointer's event at a place of the picture of sizes, in CSS pixels from the plot's left and top. */
  point(kind: string, x: number, y: number): void {
    const canvas = document.querySelector('canvas')!;
    // Only a real pointer can be captured.
    canvas.setPointerCapture = () => undefined;
    const { left, top } = canvas.getBoundingClientRect();
    const at = { clientX: left + x, clientY: top + y };
    canvas.dispatchEvent(new PointerEvent(kind, { pointerId: 1, isPrimary: true, bubbles: true, ...at }));
  }

  plot() {
    const { width, height } = document.querySelector('canvas')!.getBoundingClientRect();
    return plotOf(width, height);
  }
}

/** What an element says, as it is read out. */
export const wordsOf = (one: Element) =>
  one
    .textContent!.replace(/\s+/g, ' ')
    .replace(/ (?=[:,])/g, '')
    .trim();
