// The scripting calls, as whoever drives the page from the console meets them, and the Guide's boxes to try them.
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright';
import { expect } from 'vitest';
import type { AnalyzeAnswer, ExplainAnswer, StatusAnswer, TrainAnswer } from '../state/scripting.ts';
import { test } from './page.ts';
import { analyze, downloadItems, expectAnswer, goTo, openSample } from './steps.ts';

const sampleText = readFileSync(new URL('../../samples/sample_batch.json', import.meta.url), 'utf8');
const sample: { items: object[] } = JSON.parse(sampleText);

type Call = 'status' | 'train' | 'analyze' | 'explain';
type Form = 'object' | 'list' | 'text' | 'lines' | 'File';
type Rejection = { name: string; message: string; problems?: Record<string, unknown>[] };

/** Makes a call as a script does. Answers must be plain: they come through JSON. */
async function call<T>(page: Page, name: Call, text?: string, form: Form = 'text', options?: object): Promise<T> {
  const answer = await page.evaluate(
    async ([method, words, shape, rest]) => {
      const make: Record<Form, () => unknown> = {
        object: () => JSON.parse(words!),
        list: () => JSON.parse(words!).items,
        text: () => words,
        lines: () =>
          JSON.parse(words!)
            .items.map((item: unknown) => JSON.stringify(item))
            .join('\n'),
        File: () => new File([words!], 'mine.json'),
      };
      const calls = window.netAnomaly as unknown as Record<string, (...given: unknown[]) => Promise<unknown>>;
      const given = words === undefined ? [] : [make[shape](), ...(rest === undefined ? [] : [rest])];
      return JSON.stringify(await calls[method](...given));
    },
    [name, text, form, options] as const,
  );
  return JSON.parse(answer);
}

/** What a call rejects with. */
function rejection(
  page: Page,
  name: 'train' | 'analyze' | 'explain',
  batch: unknown,
  options?: object,
): Promise<Rejection> {
  return page.evaluate(
    async ([method, given, rest]) => {
      try {
        await window.netAnomaly[method](given as string, rest);
      } catch (error) {
        const { name: type, message, problems } = error as Rejection;
        return { name: type, message, problems };
      }
      return { name: 'answered', message: '' };
    },
    [name, batch, options] as const,
  );
}

test('status tells name, version, engine, models and features', async ({ visit }) => {
  const { page } = visit;
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  await expect
    .poll(() => call<StatusAnswer>(page, 'status'))
    .toEqual({ name: 'Net Anomaly', version, engine: 'ready', models: [], features: ['size', 'proto'] });
});

test('train answers all that was promised, and the model is on the page at once', async ({ visit }) => {
  const { page } = visit;
  const options = { name: 'By script', n_estimators: 50, contamination: 0.05, random_state: 9 };
  const answer = await call<TrainAnswer>(page, 'train', sampleText, 'object', options);
  expect(answer).toEqual({
    model: expect.stringMatching(/./),
    name: 'By script',
    rows: 40,
    featureSet: 'basic@1',
    features: ['size', 'proto'],
    n_estimators: 50,
    // 256, but no more than there are packets
    max_samples: 40,
    contamination: 0.05,
    threshold: expect.any(Number),
    seconds: expect.any(Number),
  });
  const { models } = await call<StatusAnswer>(page, 'status');
  expect(models).toEqual([{ id: answer.model, name: 'By script', rows: 40, created: expect.any(String) }]);
  expect(new Date(models[0].created).toISOString()).toBe(models[0].created);
  expect(await page.getByRole('combobox', { name: /Model/ }).textContent()).toContain('By script');
  await goTo(page, 'Models');
  await page.getByRole('heading', { name: 'By script' }).waitFor();
});

test('object, list, text, lines and File agree, and every item comes back to the letter', async ({ visit }) => {
  const { page } = visit;
  const { model, threshold } = await call<TrainAnswer>(page, 'train', sampleText, 'text', { name: 'Judge' });
  const answers: AnalyzeAnswer[] = [];
  for (const form of ['object', 'list', 'text', 'lines', 'File'] as const) {
    answers.push(await call<AnalyzeAnswer>(page, 'analyze', sampleText, form));
  }
  const [first, ...others] = answers;
  for (const other of others) expect(other).toEqual(first);
  expect(first).toMatchObject({ model, rows: 40, threshold });
  const { items } = first;
  expect(items).toEqual(
    sample.items.map((item, row) => ({ ...item, score: items[row].score, anomaly: expect.any(Boolean) })),
  );
  for (const { score, anomaly } of items) expect(anomaly).toBe(score > threshold);
  expect(first.anomalies).toBe(items.filter(({ anomaly }) => anomaly).length);
  // samples/sample_batch.expected.json: rows 10 and 31 are the planted ones.
  const order = items.map(({ score }, row) => ({ score, row })).toSorted((a, b) => b.score - a.score);
  expect(
    order
      .slice(0, 2)
      .map(({ row }) => row)
      .toSorted(),
  ).toEqual([10, 31]);
});

test('analyze takes a model by id or name and a threshold; without any model it trains first', async ({ visit }) => {
  const { page } = visit;
  const run = (options?: object) => call<AnalyzeAnswer>(page, 'analyze', sampleText, 'text', options);
  const own = await run();
  expect(own).toMatchObject({ model: null, trained: true, rows: 40 });
  expect((await call<StatusAnswer>(page, 'status')).models).toEqual([]);
  const older = await call<TrainAnswer>(page, 'train', sampleText, 'text', { name: 'Older' });
  const newer = await call<TrainAnswer>(page, 'train', sampleText, 'text', { name: 'Newer', random_state: 4 });
  const byName = await run({ model: 'Older' });
  expect(byName.model).toBe(older.model);
  expect(await run({ model: older.model })).toEqual(byName);
  // The same packets, parameters and seed: the same scores as of the model that was used once.
  expect(byName.items).toEqual(own.items);
  const byDefault = await run();
  expect(byDefault.model).toBe(newer.model);
  expect(byDefault).not.toHaveProperty('trained');
  expect(byDefault.items).not.toEqual(byName.items);
  expect(await run({ model: null })).toEqual(own);
  expect(await run({ random_state: 4 })).toMatchObject({ model: null, trained: true, items: byDefault.items });
  const auto = await run({ model: 'Older', threshold: 'auto' });
  expect(auto.threshold).toBe(0.5);
  expect(auto.anomalies).toBe(byName.items.filter(({ score }) => score > 0.5).length);
  expect((await run({ threshold: 1 })).anomalies).toBe(0);
  expect((await run({ threshold: 0 })).items.every(({ anomaly }) => anomaly)).toBe(true);
});

test('explain says why, plainly, and refuses rows that are not there', async ({ visit }) => {
  const { page } = visit;
  const options = { rows: [10, 31], threshold: 0.55 };
  const { items, threshold } = await call<ExplainAnswer>(page, 'explain', sampleText, 'text', options);
  expect(threshold).toBe(0.55);
  expect(items.map(({ row }) => row)).toEqual([10, 31]);
  for (const { score, pathLength, expectedPathLength, contributions } of items) {
    expect(score).toBeGreaterThan(threshold);
    const sum = contributions.reduce((total, { contribution }) => total + contribution, expectedPathLength);
    expect(sum).toBeCloseTo(pathLength, 9);
    expect(pathLength).toBeLessThan(expectedPathLength);
  }
  const refused = await rejection(page, 'explain', sampleText, { rows: [40] });
  expect(refused).toMatchObject({ name: 'InputError', message: expect.stringMatching(/from 0 to 39/) });
});

test('a bad batch rejects with BatchError and every problem with its place', async ({ visit }) => {
  const { page } = visit;
  const text = '{"items":[\n{"size":1,"proto":6},\n{"size":"abc","proto":300},\n{"size":3,"proto":6}]}';
  const expected = [
    { line: 3, column: 9, item: 1, field: 'size', message: 'expected an integer of at least 0, found "abc"' },
    { line: 3, column: 23, item: 1, field: 'proto', message: 'expected an integer from 0 to 255, found 300' },
  ];
  for (const name of ['train', 'analyze'] as const) {
    const refused = await rejection(page, name, text);
    expect(refused.name).toBe('BatchError');
    expect(refused.problems).toEqual(expected);
    expect(refused.message).toContain('line 3, column 9, items[1].size');
  }
  // As an object there is no text, but item and field are the same.
  const object = await rejection(page, 'train', JSON.parse(text));
  expect(object).toMatchObject({ name: 'BatchError', problems: expected.map(({ item, field }) => ({ item, field })) });
  const grammar = await rejection(page, 'analyze', '[{"size":1,"proto":6},\n{"size":2,,}]');
  expect(grammar).toMatchObject({ name: 'BatchError', problems: [{ line: 2, column: 11, item: 1 }] });
  for (const empty of ['', '[]', { items: [] }, '{"items":[]}']) {
    const { name, problems } = await rejection(page, 'analyze', empty);
    expect({ empty, name, isList: Array.isArray(problems) }).toEqual({ empty, name: 'BatchError', isList: true });
  }
  for (const nothing of [null, 17, { packets: [] }, true]) {
    expect(await rejection(page, 'train', nothing)).toMatchObject({
      name: 'BatchError',
      problems: [{ line: 1, column: 1 }],
    });
  }
  expect((await call<StatusAnswer>(page, 'status')).models).toEqual([]);
});

test('options that cannot be are refused by name', async ({ visit }) => {
  const { page } = visit;
  const refused: [name: 'train' | 'analyze', options: object, message: RegExp][] = [
    ['train', { n_estimators: 0 }, /n_estimators must be an integer from 1 to 1,000; found 0/],
    ['train', { contamination: 'much' }, /contamination must be .*found "much"/],
    ['train', { trees: 5 }, /Unknown option "trees"/],
    ['train', { name: '' }, /name/],
    ['analyze', { model: 'nobody' }, /no stored model with the id or name "nobody"/],
    ['analyze', { threshold: 2 }, /threshold must be a number from 0 to 1, or "auto"; found 2/],
  ];
  for (const [name, options, message] of refused) {
    const { name: type, message: words } = await rejection(page, name, sampleText, options);
    expect(type, words).toBe('InputError');
    expect(words).toMatch(message);
  }
});

test('scripts and the page do not disturb one another', async ({ visit }) => {
  const { page } = visit;
  await openSample(page);
  await analyze(page);
  const before = await downloadItems(page);
  const calls = [1, 2, 3].map((seed) =>
    call<AnalyzeAnswer>(page, 'analyze', sampleText, 'object', { random_state: seed }),
  );
  await page.getByRole('searchbox', { name: 'Filter packets' }).fill('udp');
  const answers = await Promise.all(calls);
  for (const { rows } of answers) expect(rows).toBe(40);
  await expect.poll(() => page.locator('.counts').textContent()).toBe('530 of 3,000 packets');
  expect(await downloadItems(page)).toEqual(before);
  await expectAnswer(page, before.filter(({ anomaly }) => anomaly).length, 3000);
});

test('the boxes of the Guide make the calls', async ({ visit }) => {
  const { page } = visit;
  await goTo(page, 'Guide');
  const box = (title: string) =>
    page.locator('.call').filter({ has: page.getByRole('heading', { name: title, exact: true }) });
  const run = async (title: string) => {
    await box(title)
      .getByRole('button', { name: `Run ${title}` })
      .click();
    await box(title)
      .getByRole('status')
      .getByText(/Answered in|Rejected in/)
      .waitFor();
    return JSON.parse((await page.getByRole('region', { name: `Answer of ${title}` }).textContent())!);
  };
  expect(await run('status')).toMatchObject({ name: 'Net Anomaly', models: [] });
  await box('train').getByRole('button', { name: 'sample_batch.json' }).click();
  await expect.poll(() => box('train').getByLabel('Batch').inputValue()).toBe(sampleText);
  const trained: TrainAnswer = await run('train');
  expect(trained).toMatchObject({ name: 'Tried in the guide', rows: 40, n_estimators: 100 });
  await box('analyze').getByRole('button', { name: 'sample_batch.json' }).click();
  const analyzed: AnalyzeAnswer = await run('analyze');
  expect(analyzed.model).toBe(trained.model);
  expect(analyzed).toEqual(await call<AnalyzeAnswer>(page, 'analyze', sampleText));

  await box('analyze').getByLabel('Batch').fill('[{"size":-1,"proto":6}]');
  const refused: Rejection = await run('analyze');
  expect(refused).toMatchObject({ name: 'BatchError', problems: [{ line: 1, column: 10, item: 0, field: 'size' }] });
  await box('analyze').getByText('Rejected', { exact: true }).waitFor();
  await box('train').getByLabel('Options, JSON').fill('{"n_estimators": 0}');
  expect((await run('train')).message).toContain('n_estimators must be');
  await box('train').getByLabel('Options, JSON').fill('{oops');
  expect((await run('train')).name).toBe('SyntaxError');
});
