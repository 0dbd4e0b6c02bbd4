// Feature sets on the page: chosen in the form, told in the answer, and why a packet in its context is odd.
import { mount, tick, unmount } from 'svelte';
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { Contribution, FeatureChoice } from '../../engine/types.ts';
import { AppState } from '../../state/app.svelte.ts';
import { FakeEngine, FakeStore } from '../testing/fake-engine.ts';
import { loadViews } from '../testing/load-views.ts';
import { button, text } from '../testing/sight.ts';
import '../theme.css';
import TrafficPage from './TrafficPage.svelte';

const mac = 'MAC addresses (captures only)';
const traffic: FeatureChoice = {
  set: { id: 'traffic', version: 1 },
  features: ['half_open10', 'new_local'],
  omitted: [{ feature: 'mac_changed', label: 'Address with another MAC address', lacks: mac }],
  reason: '',
};
const basic: FeatureChoice = {
  set: { id: 'basic', version: 1 },
  features: ['size', 'proto'],
  omitted: [],
  reason: 'most packets have no ts',
};

let engine: FakeEngine;
let app: AppState;
let component: ReturnType<typeof mount>;

beforeAll(loadViews);

beforeEach(async () => {
  engine = new FakeEngine(3000);
  app = new AppState(engine, new FakeStore());
  const { session, models } = app;
  const nothing = () => undefined;
  component = mount(TrafficPage, { target: document.body, props: { session, models, onfiles: nothing, ontext: nothing } }); // prettier-ignore
});

afterEach(async () => {
  await unmount(component);
  document.body.replaceChildren();
});

async function open(features: FeatureChoice): Promise<void> {
  engine.onLoad = async () => ({ features });
  engine.analysis = { features };
  await app.session.openText('{"items":[]}');
  await tick();
}

const radio = (value: string) => document.querySelector<HTMLInputElement>(`input[type=radio][value=${value}]`)!;
const words = (element: Element | null) => element!.textContent!.replace(/\s+/g, ' ').trim();

async function openForm(): Promise<void> {
  button(/^Train a model…$/).click();
  await vi.waitFor(() => expect(radio('basic')).not.toBeNull());
}

async function trained(): Promise<unknown> {
  button(/^Train$/).click();
  await vi.waitFor(() => expect(engine.calls.some(({ name }) => name === 'train')).toBe(true));
  return engine.calls.find(({ name }) => name === 'train')!.args[0];
}

test('where the traffic allows them its features are the default, and what is left out is said with the reason', async () => {
  await open(traffic);
  await openForm();
  expect(radio('traffic').checked).toBe(true);
  expect(words(radio('traffic').closest('fieldset'))).toContain(
    'Without “Address with another MAC address”: most packets here have no MAC addresses (captures only).',
  );
  expect(await trained()).toMatchObject({ featureSet: 'traffic' });
});

test('another choice is kept, and Defaults takes it back', async () => {
  await open(traffic);
  await openForm();
  radio('basic').click();
  button(/^Defaults$/).click();
  await tick();
  expect(radio('traffic').checked).toBe(true);
  radio('basic').click();
  expect(await trained()).toMatchObject({ featureSet: 'basic' });
});

test('traffic without times can only be judged by size and protocol, and the form says why', async () => {
  await open(basic);
  await openForm();
  expect(radio('traffic').disabled).toBe(true);
  expect(radio('basic').checked).toBe(true);
  const described = document.getElementById(radio('traffic').getAttribute('aria-describedby')!);
  expect(words(described)).toBe('They cannot be had from this traffic: most packets have no ts.');
});

test('the answer says by which features, what is usual of each, and what was forgotten', async () => {
  await open(traffic);
  engine.analysis = {
    features: traffic,
    levels: [
      { usual: 3, above: 12 },
      { usual: 4, above: 0 },
    ],
    extraction: { tables: [{ name: 'hosts', capacity: 65_536, used: 65_536, evicted: 1204 }], cut: 0 },
  };
  await app.session.analyze();
  await vi.waitFor(() => expect(text()).toContain('By 2 of 3 traffic features'));
  document.querySelector<HTMLElement>('summary')!.click();
  const rows = [...document.querySelectorAll('details tbody tr')].map((row) =>
    [...row.children].map((cell) => words(cell)),
  );
  expect(rows).toEqual([
    ['Unanswered connections, 10 s', 'at most 7', '12'],
    ['Local hosts new to one another', 'at least 6.25 %', '0'],
  ]);
  expect(text()).toContain('1,204 entries of hosts were forgotten');
});

test('an answer by size and protocol says why it is no better', async () => {
  await open(basic);
  await app.session.analyze();
  await vi.waitFor(() =>
    expect(words(document.querySelector('summary'))).toBe(
      'By size and protocol of each packet, since most packets have no ts',
    ),
  );
});

test('why: amounts of what made it odd, what the packets around it added, and the rest folded away', async () => {
  await open(traffic);
  const contribution = (feature: string, label: string, value: number, cuts: number): Contribution =>
    ({ feature, label, unit: '', step: 0, value, contribution: cuts, usual: 3, typical: null }) as Contribution;
  engine.onExplain = () => ({
    score: 0.7,
    alone: 0.6,
    first: 0.6,
    contributions: [
      contribution('new_local', 'Local hosts new to one another', 0, 0.3),
      contribution('half_open10', 'Unanswered connections, 10 s', Math.log2(213), -4),
    ],
    counterfactuals: [],
  });
  await app.session.analyze();
  await vi.waitFor(() => expect(document.querySelector('[data-cell="3:1"]')).not.toBeNull());
  document.querySelector<HTMLElement>('[data-cell="3:1"]')!.click();
  await vi.waitFor(() => expect(words(document.querySelector('section.why'))).toContain('cuts set it apart'));
  const panel = words(document.querySelector('section.why'));
  expect(panel).toContain('Without the packets before it, it would have 0.600 and not stand out.');
  expect(panel).toMatch(
    /Unanswered connections, 10 s 212 connections One of its hosts had 212 connections of the last 10 s that nobody answered; usually at most 7\. 4\.0 cuts fewer: odder 1 feature that did not make it odder/,
  );
  expect(panel).not.toContain('No single other value');
});
