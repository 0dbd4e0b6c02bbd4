// Starts the page: the engine, the store, the state, the scripting calls, and what is made ready while idle.
// First, so that its 20 kB, which compress no further, do not stand between code and code that is like it: 600 bytes less.
import 'virtual:reading-core-wasm';
import { mount } from 'svelte';
import App from './App.svelte';
import { fetchLateScripts } from './views/fetch-late-scripts.ts';
import { startApp, type Started } from './state/start.ts';
import {
  alertsCode,
  arrivingCode,
  chartCode,
  compareCode,
  driftCode,
  findingsCode,
  guideCode,
  handOnCode,
  linkCode,
  lookCode,
  modelsCode,
  tableCode,
  trainCode,
  whyCode,
  workspaceCode,
} from './views/late-code.ts';
import './views/theme.css';

declare global {
  interface Window {
    /** The scripting calls; the Guide documents them. */
    netAnomaly: Started['scripting'];
    /** With `?debug` in the address: the state and the engine, for whoever looks under the bonnet. */
    lab?: { session: Started['app']['session']; engine: Started['engine']; app: Started['app'] };
  }
}

fetchLateScripts();

// Reading all the scripts, starting the engine and drawing the page would together take longer than one task should.
setTimeout(() => {
  const { app, engine, scripting } = startApp();
  window.netAnomaly = scripting;
  if (new URLSearchParams(location.search).has('debug')) window.lab = { session: app.session, engine, app };
  setTimeout(() => {
    const target = document.getElementById('app')!;
    // In the place of the first look (src/scripts/first-look.mjs), of which nothing could be used.
    target.replaceChildren();
    target.inert = false;
    mount(App, { target, props: { app, scripting } });
  });
  const whenIdle = (): void => {
    if ('requestIdleCallback' in window) requestIdleCallback(() => warmUp(app, engine), { timeout: 2000 });
    else setTimeout(() => warmUp(app, engine), 200);
  };
  if (document.readyState === 'complete') whenIdle();
  else window.addEventListener('load', whenIdle, { once: true });
});

/** Takes up the code that came late, and draws a first chart unseen, after all that a person waits for. */
function warmUp(app: Started['app'], engine: Started['engine']): void {
  const tell = (what: string) => (error: unknown) => console.warn(`${what} could not be fetched.`, error);
  const others = {
    alerts: alertsCode,
    guide: guideCode,
    models: modelsCode,
    train: trainCode,
    why: whyCode,
    look: lookCode,
    arriving: arrivingCode,
    workspace: workspaceCode,
    handOn: handOnCode,
    drift: driftCode,
    compare: compareCode,
    table: tableCode,
  };
  for (const [name, code] of Object.entries(others)) void code.load().catch(tell(`The script "${name}"`));
  void app.openInbox().catch(tell('The script of alerts'));
  void findingsCode.load().then(({ startFindings }) => startFindings(app, engine), tell('The script of findings'));
  void linkCode.load().then(({ startLink }) => startLink(app), tell('The script of links'));
  void chartCode.load().then((chart) => void whenWanted().then(chart.warmUp), tell('The chart'));
}

/** Somebody is there, or the page has long been still. */
function whenWanted(): Promise<unknown> {
  const signs = ['pointermove', 'pointerdown', 'keydown', 'dragenter'];
  const some = new AbortController();
  const options = { once: true, passive: true, signal: some.signal };
  return new Promise((resolve) => {
    for (const sign of signs) window.addEventListener(sign, resolve, options);
    setTimeout(resolve, 4000);
  }).finally(() => some.abort());
}
