// For component tests: the Traffic page with findings, over a fake engine and a fake database.
import { mount, tick, unmount } from 'svelte';
import { vi, expect } from 'vitest';
import { AppState } from '../../state/app.svelte.ts';
import { Findings } from '../../state/findings.svelte.ts';
import { Inbox } from '../../state/inbox.svelte.ts';
import TrafficPage from '../traffic/TrafficPage.svelte';
import { fakeFinding } from './fake-alerts.ts';
import { FakeStore } from './fake-engine.ts';
import { GroupingAlerts, TeachingEngine } from './fake-findings.ts';

/** The page with a traffic of 3,000 packets, not yet analysed. */
export class FindingsPage {
  readonly engine = new TeachingEngine(3000);
  readonly alerts = new GroupingAlerts();
  readonly app = new AppState(this.engine, new FakeStore());
  readonly findings: Findings;
  readonly #component: ReturnType<typeof mount>;

  constructor() {
    const { app, engine, alerts } = this;
    this.findings = new Findings(app, engine, new Inbox(alerts, app.notices, async () => undefined));
    const nothing = () => undefined;
    const { session, models } = app;
    const props = { session, models, findings: this.findings, onfiles: nothing, ontext: nothing };
    this.#component = mount(TrafficPage, { target: document.body, props });
  }

  async close(): Promise<void> {
    this.findings.stop();
    await unmount(this.#component);
    document.body.replaceChildren();
  }

  /** The list, the button of each finding, and the finding that is looked at. */
  panel = () => document.querySelector<HTMLElement>('section.list')!;
  words = () => this.panel().textContent!.replace(/\s+/g, ' ');
  items = () => [...this.panel().querySelectorAll<HTMLButtonElement>('li button')];
  detail = () => document.querySelector<HTMLElement>('.detail');

  /** What the engine was asked, by the call's name. */
  said = (name: string) => this.engine.calls.filter((call) => call.name === name).map(({ args }) => args);

  async analyze(): Promise<void> {
    await this.app.session.analyze();
    await vi.waitFor(() => expect(this.panel()?.getAttribute('aria-busy')).toBe('false'), { timeout: 20_000 });
    await vi.waitFor(() => expect(this.findings.result).not.toBeNull());
    await tick();
  }

  async choose(place: number): Promise<void> {
    this.items()[place].click();
    await vi.waitFor(() => expect(this.detail()?.textContent).toContain(fakeFinding(place).title));
  }
}

export function press(key: string, target: Element = document.activeElement!): void {
  target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
}
