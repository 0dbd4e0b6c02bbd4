// An inbox on the page with a database in memory, and what a person does there.
import axe from 'axe-core';
import { mount, tick, unmount } from 'svelte';
import { expect, vi } from 'vitest';
import type { Alert } from '../../alerts/types.ts';
import { AppState } from '../../state/app.svelte.ts';
import { Inbox } from '../../state/inbox.svelte.ts';
import AlertInbox from '../alerts/AlertInbox.svelte';
import NoticeList from '../NoticeList.svelte';
import { FakeAlerts, fakeAlert } from './fake-alerts.ts';
import { FakeEngine, FakeStore } from './fake-engine.ts';
import { button } from './sight.ts';

export const grid = () => document.querySelector<HTMLElement>('[role=grid]')!;
export const rows = () => [...document.querySelectorAll<HTMLElement>('[role=row][data-place]')];
export const titles = () => rows().map((row) => row.querySelector('.title')?.textContent);
export const title = (i: number) => fakeAlert(i).finding.title;
export const detail = () => document.querySelector('#alert-title')?.textContent;
export const tab = (name: string) =>
  button(new RegExp(`^${name}`))
    .textContent!.replace(/\s+/g, ' ')
    .trim();
export const wordsBox = () => document.querySelector<HTMLInputElement>('#alert-words')!;

export function press(key: string, held: KeyboardEventInit = {}): void {
  const target = document.activeElement ?? document.body;
  target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...held }));
}

export async function keys(...pressed: string[]): Promise<void> {
  for (const key of pressed) {
    press(key);
    await tick();
  }
}

export function type(box: HTMLInputElement | HTMLTextAreaElement, words: string): void {
  box.value = words;
  box.dispatchEvent(new Event('input', { bubbles: true }));
}

/** What axe-core holds against what is shown. */
export async function violations(): Promise<string[]> {
  // The page's frame, with its landmarks, is not there.
  const found = await axe.run(document.body, { rules: { region: { enabled: false } } });
  return found.violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.failureSummary}`));
}

export interface Shown {
  alerts: FakeAlerts;
  app: AppState;
  inbox: Inbox;
  /** How often the browser was asked to keep what is stored. */
  asked: number;
  remove(): Promise<void>;
}

/** Shows so many alerts, the newest (the one with the highest number) first. */
export async function showInbox(
  stored: number | readonly Alert[],
  prepare: (alerts: FakeAlerts) => void = () => undefined,
): Promise<Shown> {
  const alerts = new FakeAlerts(
    typeof stored === 'number' ? Array.from({ length: stored }, (_, i) => fakeAlert(i)) : stored,
  );
  prepare(alerts);
  const app = new AppState(new FakeEngine(3000), new FakeStore());
  const inbox = new Inbox(alerts, app.notices, async () => void (shown.asked += 1));
  const components = [
    mount(AlertInbox, { target: document.body, props: { inbox, app } }),
    mount(NoticeList, { target: document.body, props: { notices: app.notices } }),
  ];
  const shown: Shown = {
    alerts,
    app,
    inbox,
    asked: 0,
    async remove() {
      for (const component of components) await unmount(component);
      document.body.replaceChildren();
    },
  };
  await vi.waitFor(() => expect(inbox.counts).not.toBeNull());
  await vi.waitFor(() => expect(inbox.list.busy).toBe(false));
  await tick();
  grid()?.focus();
  return shown;
}
