// Nothing can leave: the Content-Security-Policy stands in the page and binds it, and its worker too.
import { expect, inject } from 'vitest';
import { test, type Visit } from './page.ts';
import { openSample } from './steps.ts';

const elsewhere = 'https://example.com/';

/** Runs in the page or in a worker. In a task of its own, as the debugger's own calls are exempt from some of the policy. */
async function attempt({ own, other }: { own: string; other: string }): Promise<Record<string, string>> {
  const outcomes: Record<string, string> = {};
  const tries: Record<string, () => unknown> = {
    'fetch own': () => fetch(own),
    'fetch other': () => fetch(other, { mode: 'no-cors' }),
    'XMLHttpRequest own': () =>
      new Promise((resolve, reject) => {
        const request = new XMLHttpRequest();
        request.onload = resolve;
        request.onerror = reject;
        request.open('GET', own);
        request.send();
      }),
    'WebSocket other': () =>
      new Promise((resolve, reject) => {
        const socket = new WebSocket(other.replace('https', 'wss'));
        socket.onopen = resolve;
        socket.onerror = reject;
      }),
    'EventSource other': () =>
      new Promise((resolve, reject) => {
        const source = new EventSource(other);
        source.onopen = resolve;
        source.onerror = reject;
      }),
    // oxlint-disable no-new-func, no-eval -- That they fail is what is tested.
    eval: () => (0, eval)('1 + 1'),
    'new Function': () => new Function('return 1')(),
    // oxlint-enable no-new-func, no-eval
  };
  for (const [name, run] of Object.entries(tries)) {
    outcomes[name] = await new Promise<string>((resolve) => {
      setTimeout(async () => {
        try {
          await run();
          resolve('went through');
        } catch {
          resolve('refused');
        }
      }, 0);
    });
  }
  return outcomes;
}

const allRefused = {
  'fetch own': 'refused',
  'fetch other': 'refused',
  'XMLHttpRequest own': 'refused',
  'WebSocket other': 'refused',
  'EventSource other': 'refused',
  eval: 'refused',
  'new Function': 'refused',
};

/** The refusals themselves are told on the console, and the refused requests are seen as failed ones. */
function expectRefusals(visit: Visit): void {
  visit.expectComplaint(/Content Security Policy|Refused to|Fetch API cannot load|request failed: .* csp/i);
  visit.expectComplaint(new RegExp(`asked for (https|wss)://example\\.com/`));
}

test('the policy is the first thing in the page and allows no connection', async ({ visit }) => {
  const html = await visit.page.evaluate(() => document.head.innerHTML);
  expect(html.trimStart()).toMatch(/^<meta http-equiv="Content-Security-Policy"/);
  const policy = await visit.page.locator('meta[http-equiv]').getAttribute('content');
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("connect-src 'none'");
  expect(policy).not.toMatch(/unsafe-inline|'unsafe-eval'|https?:/);
});

test('the page can neither talk to anybody nor run text as code', async ({ visit }) => {
  expectRefusals(visit);
  const outcomes = await visit.page.evaluate(attempt, { own: inject('siteUrl'), other: elsewhere });
  expect(outcomes).toEqual(allRefused);
});

test('the engine worker can neither talk to anybody nor run text as code', async ({ visit }) => {
  await openSample(visit.page);
  expectRefusals(visit);
  const workers = visit.page.workers();
  expect(workers.length).toBeGreaterThan(0);
  for (const worker of workers) {
    const outcomes = await worker.evaluate(attempt, { own: inject('siteUrl'), other: elsewhere });
    expect(outcomes).toEqual(allRefused);
  }
});

test('the page can neither beacon, post a form, nor load a picture or a frame from elsewhere', async ({ visit }) => {
  expectRefusals(visit);
  visit.expectComplaint(/example\.com/);
  const outcomes = await visit.page.evaluate(async (other) => {
    const load = (element: HTMLElement) =>
      new Promise<string>((resolve) => {
        const timer = setTimeout(() => resolve('refused'), 2000);
        element.onload = () => resolve('went through');
        element.onerror = () => {
          clearTimeout(timer);
          resolve('refused');
        };
        document.body.append(element);
      });
    const image = Object.assign(document.createElement('img'), { src: `${other}x.png`, alt: '' });
    const script = Object.assign(document.createElement('script'), { src: `${other}x.js` });
    return { image: await load(image), script: await load(script) };
  }, elsewhere);
  expect(outcomes).toEqual({ image: 'refused', script: 'refused' });
});
