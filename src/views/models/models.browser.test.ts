// The models page: choosing, renaming, deleting with undo, importing.
import { mount, tick, unmount } from 'svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { InputError } from '../../base/errors.ts';
import { FEATURE_WORDS } from '../../features/words.ts';
import { AppState } from '../../state/app.svelte.ts';
import NoticeList from '../NoticeList.svelte';
import { FakeEngine, fakeInfo, FakeStore } from '../testing/fake-engine.ts';
import { button } from '../testing/sight.ts';
import '../theme.css';
import ModelsPage from './ModelsPage.svelte';

let engine: FakeEngine;
let app: AppState;
let components: ReturnType<typeof mount>[];

const names = () => [...document.querySelectorAll('.list h2')].map((heading) => heading.textContent);

/** The box that has taken the focus. */
async function renamingBox(): Promise<HTMLInputElement> {
  await vi.waitFor(() => expect(document.activeElement?.tagName).toBe('INPUT'));
  return document.activeElement as HTMLInputElement;
}

beforeEach(async () => {
  localStorage.clear();
  engine = new FakeEngine(3000);
  const store = new FakeStore();
  await store.add(new Uint8Array([1]), fakeInfo('Office'));
  await store.add(new Uint8Array([2]), fakeInfo('Plant'));
  app = new AppState(engine, store);
  await app.models.start();
  const { models, router, notices } = app;
  components = [
    mount(ModelsPage, { target: document.body, props: { models, router } }),
    mount(NoticeList, { target: document.body, props: { notices } }),
  ];
  await tick();
});

afterEach(async () => {
  for (const component of components) await unmount(component);
  document.body.replaceChildren();
});

test('a deleted model comes back with Undo, which has the focus', async () => {
  app.models.choose(app.models.list[0].id);
  await tick();
  button(/^Delete Office/).click();
  await vi.waitFor(() => expect(names()).toEqual(['Plant']));
  expect(app.models.chosen).toBeNull();
  await vi.waitFor(() => expect(document.activeElement?.textContent).toBe('Undo'));
  (document.activeElement as HTMLElement).click();
  await vi.waitFor(() => expect(names().toSorted()).toEqual(['Office', 'Plant']));
  expect(app.models.chosen?.name).toBe('Office');
});

test('a model is renamed in its place, and Escape leaves it', async () => {
  button(/^Rename Plant/).click();
  const box = await renamingBox();
  expect(box.value).toBe('Plant');
  box.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
  await tick();
  expect(names()).toEqual(['Office', 'Plant']);
  button(/^Rename Plant/).click();
  const again = await renamingBox();
  again.value = 'Plant floor';
  again.dispatchEvent(new Event('input', { bubbles: true }));
  await tick();
  button(/^Rename$/).click();
  await vi.waitFor(() => expect(names()).toContain('Plant floor'));
});

test('a bad file is told of by name, and the good one is taken', async () => {
  const importModel = engine.importModel;
  engine.importModel = async () => {
    engine.importModel = importModel;
    throw new InputError('This is not a model file: it begins with other bytes.');
  };
  await app.models.importFiles([new File(['x'], 'notes.txt'), new File(['y'], 'good.netanomaly-model')]);
  await tick();
  expect(document.body.textContent).toContain('notes.txt: This is not a model file');
  expect(names()).toContain('Imported');
});

test('while a file is being imported, which one is said', async () => {
  const imported = Promise.withResolvers<Awaited<ReturnType<typeof engine.importModel>>>();
  engine.importModel = () => imported.promise;
  const importing = app.models.importFiles([new File(['y'], 'forest.json.gz')]);
  await vi.waitFor(() => expect(document.body.textContent).toContain('Importing forest.json.gz'));
  imported.resolve({ info: fakeInfo('Imported'), file: new Uint8Array([1]) });
  await importing;
  await tick();
  expect(document.body.textContent).not.toContain('Importing');
});

test('a model on the traffic’s features says so, and what it does without', async () => {
  const features = Object.keys(FEATURE_WORDS).filter((id) => id !== 'arp10');
  const info = { ...fakeInfo('Context'), featureSet: { id: 'traffic', version: 1 }, features };
  await app.models.add(new Uint8Array([3]), info);
  await vi.waitFor(() => expect(names()).toContain('Context'));
  const card = [...document.querySelectorAll('.list li')].find((one) => one.textContent!.includes('Context'))!;
  const words = card.textContent!.replace(/\s+/g, ' ');
  expect(words).toContain('in its context, without “ARP packets of a host, 10 s”, and remembers the hosts');
  expect(words).toContain('features traffic@1');
  expect(document.querySelector('.list')!.textContent).toContain('size, proto');
});
