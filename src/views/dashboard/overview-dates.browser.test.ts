// Times of traffic that lasts for days: in the bar of the selection, over the plot, and as they are read out.
import { mount, tick, unmount, type Component } from 'svelte';
import { expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import { AppState } from '../../state/app.svelte.ts';
import { Dashboard } from '../../state/dashboard.svelte.ts';
import { FakeEngine, FakeStore } from '../testing/fake-engine.ts';
import { MADE } from '../testing/fake-survey.ts';
import { text } from '../testing/sight.ts';
import '../theme.css';
import OverviewPanel from './OverviewPanel.svelte';
import SelectionBar from './SelectionBar.svelte';

test('where the traffic lasts for days every time has its date', async () => {
  await page.viewport(1280, 800);
  const engine = new FakeEngine(600);
  // From 2024-09-05 09:53:20 UTC on.
  const [first, last] = [MADE[0].ts, MADE[0].ts + 3 * 86_400];
  engine.onLoad = async () => ({ packets: 600, span: { first, last } });
  const { session } = new AppState(engine, new FakeStore());
  await session.openText('{"items":[]}');
  const dashboard = new Dashboard(session, engine);
  const views = [SelectionBar, OverviewPanel] as Component<{ dashboard: Dashboard }>[];
  const mounted = views.map((view) => mount(view, { target: document.body, props: { dashboard } }));
  await vi.waitFor(() => expect(dashboard.shown).not.toBeNull());
  dashboard.zoomTo({ from: first, to: last });
  // The first six hours of 2024-09-06.
  dashboard.select({ span: { from: 1725580800, to: 1725602400 } });
  await vi.waitFor(() => expect(text()).toContain('Time 2024-09-06 00:00 to 06:00 (6 h)'));
  await vi.waitFor(() => expect(text().match(/2024-09-06 00:00/g)!.length).toBeGreaterThan(1));
  const plot = document.querySelector<HTMLElement>('[role=group][aria-label="Selected time"]')!;
  const sliders = [...plot.querySelectorAll('[role=slider]')];
  expect(sliders).toHaveLength(3);
  for (const one of sliders) expect(one.getAttribute('aria-valuetext')).toMatch(/^2024-09-06 /);
  const { left, top, width } = plot.getBoundingClientRect();
  const at = { clientX: left + 0.9 * width, clientY: top + 40, pointerType: 'mouse', bubbles: true };
  plot.dispatchEvent(new PointerEvent('pointermove', at));
  await tick();
  expect(document.querySelector('.hover')!.textContent).toMatch(/^\s*2024-09-08 /);
  dashboard.stop();
  for (const view of mounted) await unmount(view);
  document.body.replaceChildren();
});
