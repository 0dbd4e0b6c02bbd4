// Models: trained with own parameters, kept, renamed, deleted and brought back, exported and imported.
import type { Page } from 'playwright';
import { expect } from 'vitest';
import { test } from './page.ts';
import {
  analyze,
  foreignModels,
  download,
  downloadItems,
  expectAnswer,
  goTo,
  openSample,
  parameterBox,
  train,
} from './steps.ts';

test('parameters that cannot be are named with their range, and nothing can be trained with them', async ({
  visit,
}) => {
  const { page } = visit;
  await openSample(page);
  await page.getByRole('button', { name: 'Train a model…' }).click();
  const button = page.getByRole('button', { name: 'Train', exact: true });
  const wrong: [string, string, string, string][] = [
    ['n_estimators', '0', 'n_estimators must be an integer from 1 to 1,000; found 0.', '100'],
    ['n_estimators', '1.5', 'n_estimators must be an integer from 1 to 1,000; found 1.5.', '100'],
    ['n_estimators', '', 'n_estimators is empty; it takes an integer from 1 to 1,000.', '100'],
    ['max_samples', '1', 'max_samples must be an integer from 2 to', '256'],
    ['max_features', '0', 'max_features must be a share above 0 and up to 1', '1'],
    ['contamination', '0.6', 'contamination must be a share above 0 and up to 0.5, or "auto"; found 0.6.', '0.01'],
    ['contamination', 'many', 'or "auto"; found "many".', '0.01'],
    ['random_state', '4294967296', 'random_state must be an integer from 0 to 4,294,967,295; found 4294967296.', '0'],
  ];
  for (const [id, text, message, sound] of wrong) {
    const box = parameterBox(page, id);
    expect(await box.inputValue(), id).toBe(sound);
    await box.fill(text);
    expect(await page.locator(`#note-${id}`).textContent()).toContain(message);
    expect(await box.getAttribute('aria-invalid')).toBe('true');
    expect(await button.isDisabled()).toBe(true);
    await box.fill(sound);
    expect(await button.isDisabled()).toBe(false);
  }
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill(' ');
  expect(await button.isDisabled()).toBe(true);
  await page.getByText('The model needs a name.').waitFor();
  // Right by itself, but there are only two features.
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Three');
  await page.getByRole('radio', { name: /^Size and protocol/ }).check();
  await parameterBox(page, 'max_features').fill('3');
  await button.click();
  await expect.poll(() => page.getByRole('alert').textContent()).toContain('there are only 2 features');
});

test('a model trained with own parameters judges, and survives a reload of the page', async ({ visit }) => {
  const { page } = visit;
  await openSample(page);
  await train(page, 'Small forest', {
    n_estimators: '37',
    max_samples: '128',
    contamination: '0.02',
    random_state: '7',
  });
  await page.getByText('37 trees of 128 packets each, seed 7').waitFor();
  // Of 3,000 packets 2 % stand above the line, or fewer where scores are equal.
  const items = await downloadItems(page);
  const marked = items.filter(({ anomaly }) => anomaly).length;
  expect(marked).toBeGreaterThanOrEqual(11);
  expect(marked).toBeLessThanOrEqual(60);
  await expectAnswer(page, marked, 3000);

  await goTo(page, 'Models');
  await page.reload();
  const card = page.getByRole('listitem').filter({ hasText: 'Small forest' });
  await expect
    .poll(async () => (await card.locator('dl div').allTextContents()).map((text) => text.trim().replace(/\s+/g, ' ')))
    .toEqual(expect.arrayContaining(['features size, proto', 'n_estimators 37', 'max_samples 128', 'seed 7']));
  expect(await card.textContent()).toContain('on 3,000 packets of office_batch.json');

  await goTo(page, 'Traffic');
  await openSample(page);
  await analyze(page);
  await page
    .getByText(/Scored with “Small forest”, trained just now on\s+3,000 packets of office_batch.json/)
    .waitFor();
  expect(await downloadItems(page)).toEqual(items);
  // Without a model one is trained on the traffic first, with the defaults.
  await page.getByRole('combobox', { name: /Model/ }).selectOption('');
  await page.getByRole('button', { name: 'Analyze', exact: true }).click();
  await page
    .getByText(/Trained on this traffic first, because no model was chosen; 100 trees of 256 packets/)
    .waitFor();
});

const cards = (page: Page) => page.locator('main li.panel');
const cardNames = (page: Page) => cards(page).getByRole('heading').allTextContents();

async function importModels(page: Page, files: { name: string; buffer: Buffer }[]): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Import…' }).click();
  await (await chooser).setFiles(files.map((file) => ({ ...file, mimeType: 'application/octet-stream' })));
}

test('a model is renamed, and the name holds for the next analysis and after a reload', async ({ visit }) => {
  const { page } = visit;
  await openSample(page, /A small batch/);
  await train(page, 'First');
  await train(page, 'Second', { random_state: '5' });
  await goTo(page, 'Models');
  await expect.poll(() => cardNames(page)).toEqual(['Second', 'First']);
  await page.getByRole('button', { name: 'Rename First' }).click();
  // The box has the focus and all of the name selected.
  await page.locator('input:focus').waitFor();
  await page.keyboard.type('Ground floor “ä” 🏢');
  await page.keyboard.press('Enter');
  await expect.poll(() => cardNames(page)).toEqual(['Second', 'Ground floor “ä” 🏢']);
  // A name that another model has gets a number.
  await page.getByRole('button', { name: 'Rename Second' }).click();
  await page.locator('input:focus').fill('Ground floor “ä” 🏢');
  await page.keyboard.press('Enter');
  await expect.poll(() => cardNames(page)).toEqual(['Ground floor “ä” 🏢 (2)', 'Ground floor “ä” 🏢']);
  await page.getByRole('button', { name: 'Choose Ground floor “ä” 🏢', exact: true }).click();
  await page.reload();
  await expect.poll(() => cardNames(page)).toHaveLength(2);
  await goTo(page, 'Traffic');
  await openSample(page, /A small batch/);
  await analyze(page);
  await page.getByText(/Scored with “Ground floor “ä” 🏢”, trained/).waitFor();
});

test('a deleted model comes back with Undo, or is gone for good', async ({ visit }) => {
  const { page } = visit;
  await openSample(page, /A small batch/);
  await train(page, 'Kept');
  await goTo(page, 'Models');
  await page.getByRole('button', { name: 'Delete Kept' }).click();
  await page.getByRole('heading', { name: 'No model yet' }).waitFor();
  await page.locator('button:focus', { hasText: 'Undo' }).waitFor();
  await page.keyboard.press('Enter');
  await expect.poll(() => cardNames(page)).toEqual(['Kept']);
  await page.getByRole('button', { name: 'Chosen Kept' }).waitFor();
  await page.getByRole('button', { name: 'Delete Kept' }).click();
  await page.getByRole('heading', { name: 'No model yet' }).waitFor();
  await page.reload();
  await page.getByRole('heading', { name: 'No model yet' }).waitFor();
  expect(await page.getByRole('combobox', { name: /Model/ }).textContent()).not.toContain('Kept');
});

test('exported, deleted and imported, a model is the same; a damaged one is refused', async ({ visit }) => {
  const { page } = visit;
  await openSample(page);
  await train(page, 'Office 1/2', { n_estimators: '20', random_state: '3' });
  const before = await downloadItems(page);
  await goTo(page, 'Models');
  const file = await download(page, 'Export Office 1/2');
  // What no file system takes is not in the name.
  expect(file.name).toBe('Office 1 2.netanomaly-model');
  await page.getByRole('button', { name: 'Delete Office 1/2' }).click();
  await page.getByRole('heading', { name: 'No model yet' }).waitFor();

  const flipped = Buffer.from(file.bytes);
  flipped[Math.floor(flipped.length / 2)] ^= 1;
  const damaged = [
    { name: 'flipped.netanomaly-model', buffer: flipped, words: /damaged/ },
    {
      name: 'short.netanomaly-model',
      buffer: file.bytes.subarray(0, file.bytes.length - 1),
      words: /damaged|cut|ends/,
    },
    { name: 'empty.netanomaly-model', buffer: Buffer.alloc(0), words: /empty|not a model/i },
    { name: 'notes.txt', buffer: Buffer.from('{"items":[]}'), words: /not a .*model/i },
  ];
  for (const { name, buffer, words } of damaged) {
    await importModels(page, [{ name, buffer }]);
    const alert = page.getByRole('alert').filter({ hasText: name });
    await expect.poll(() => alert.textContent(), { message: name }).toMatch(words);
    expect(await cards(page).count()).toBe(0);
  }
  await importModels(page, [
    { name: 'bad.netanomaly-model', buffer: flipped },
    { name: 'good.netanomaly-model', buffer: file.bytes },
  ]);
  await expect.poll(() => cardNames(page)).toEqual(['Office 1/2']);
  await page.getByRole('alert').filter({ hasText: 'bad.netanomaly-model' }).waitFor();
  expect((await download(page, 'Export Office 1/2')).bytes.equals(file.bytes)).toBe(true);

  await page.reload();
  await goTo(page, 'Traffic');
  await openSample(page);
  await analyze(page);
  await page.getByText(/Scored with “Office 1\/2”, trained/).waitFor();
  expect(await downloadItems(page)).toEqual(before);
});

test('a model of format 1 and a forest of scikit-learn are imported, said to be such, and judge', async ({ visit }) => {
  const { page } = visit;
  await goTo(page, 'Models');
  await page.setInputFiles('#import-models', foreignModels);
  await expect.poll(async () => (await cardNames(page)).toSorted()).toEqual(['Of format 1', 'scikit-packets']);
  const words = async (name: string) =>
    (await cards(page).filter({ hasText: name }).textContent())!.replace(/\s+/g, ' ');
  expect(await words('Of format 1')).toMatch(/on 300 packets of everyday\.json\. Upgraded from format 1/);
  expect(await words('scikit-packets')).toMatch(/^scikit-packets .*Imported just now .* from scikit-learn 1\.2\.1\. /);
  expect(await words('scikit-packets')).not.toContain('seed');
  // The file that is handed out is ours, and the same model.
  const { bytes } = await download(page, 'Export scikit-packets');
  await importModels(page, [{ name: 'again.netanomaly-model', buffer: bytes }]);
  await expect.poll(() => cardNames(page)).toContain('scikit-packets (2)');

  await goTo(page, 'Traffic');
  await openSample(page);
  const judge = async (name: string) => {
    const option = page.locator('option', { hasText: `Model: ${name} ·` });
    await page.getByRole('combobox', { name: /Model/ }).selectOption(await option.getAttribute('value'));
    await page.getByRole('button', { name: 'Analyze', exact: true }).click();
    await page.getByText(`Scored with “${name}”`).waitFor();
    return (await page.locator('section', { has: page.locator('#answer') }).textContent())!.replace(/\s+/g, ' ');
  };
  const old = await judge('Of format 1');
  expect(old).toMatch(/So did (about |between )?1 in \d+.* of the training packets\./);
  const imported = await judge('scikit-packets');
  expect(imported).toMatch(/imported just now from scikit-learn 1\.2\.1; 9 trees of 24 packets each\./);
  expect(imported).not.toContain('So did');
});

test('rows may be drawn with replacement', async ({ visit }) => {
  const { page } = visit;
  await openSample(page);
  await page.getByRole('button', { name: 'Train a model…' }).click();
  const box = page.getByRole('checkbox', { name: /Draw with replacement/ });
  expect(await box.isChecked()).toBe(false);
  await box.check();
  await page.getByRole('button', { name: 'Defaults' }).click();
  expect(await box.isChecked()).toBe(false);
  await box.check();
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await page.getByText('Saved the model').first().waitFor();
  await goTo(page, 'Models');
  expect((await cards(page).textContent())!.replace(/\s+/g, ' ')).toMatch(/bootstrap (true|yes)/);
});
