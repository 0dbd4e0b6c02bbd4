// Backup and restore in a real IndexedDB, and backups that nobody should restore.
import { afterEach, expect, test, vi } from 'vitest';
import { smallInfo, smallModel } from '../model/testing/forests.ts';
import { renameModel, writeModel } from '../model/file.ts';
import { createModelStore } from '../model/store.ts';
import { createStorage } from '../store/storage.ts';
import { createAlertDatabase } from './service.ts';
import { ANY, drawFindings, keepRequest } from './testing/findings.ts';

let count = 0;
const freshName = (): string => `net-anomaly-backup-test-${Date.now()}-${count++}`;
const openAlerts = (database: string, now = 1_795_000_000_000) =>
  createAlertDatabase({ storage: createStorage(database), now: () => now });
const openModels = (database: string) => createModelStore(async (file, name) => renameModel(file, name), database);

afterEach(() => {
  vi.restoreAllMocks();
});

async function fill(name: string) {
  const alerts = openAlerts(name);
  const models = openModels(name);
  const info = { ...smallInfo(), name: 'Office' };
  for (let i = 0; i < 3; i++) await models.add(writeModel({ ...smallModel(), info }), info);
  const findings = drawFindings(900, 11);
  await alerts.keep(keepRequest(findings));
  await alerts.addNote([findings[5].id], 'Ünïcode \u2028 "quoted"');
  await alerts.setState(findings.slice(0, 9).map(({ id }) => id), 'closed', 'false_positive'); // prettier-ignore
  await alerts.putRule({ id: 'r1', action: 'allow', match: { host: '10.1.3.0/24' }, reason: 'scanner', enabled: true, created: 5, expires: null }); // prettier-ignore
  await alerts.putSettings({ keep: true, closedDays: 30, mostAlerts: 50_000 });
  return { alerts, models, findings };
}

const unpack = async (file: Blob): Promise<string> =>
  new Response(file.stream().pipeThrough(new DecompressionStream('gzip'))).text();
const pack = (text: string): Promise<Blob> =>
  new Response(new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'))).blob();

test('what was backed up is there again, to the byte, wherever it is put back', async () => {
  const { alerts, models, findings } = await fill(freshName());
  const file = await alerts.backup();
  const facts = { created: 1_795_000_000_000, models: 3, alerts: 900, rules: 1 };
  expect(await alerts.readBackup(file)).toEqual(facts);
  const name = freshName();
  const [other, otherModels] = [openAlerts(name), openModels(name)];
  await other.keep(keepRequest(drawFindings(20, 12)));
  await other.counts();
  expect(await other.restore(file)).toEqual(facts);
  expect(await unpack(await other.backup())).toBe(await unpack(file));
  expect((await other.ids(ANY, 'newest')).toSorted()).toEqual((await alerts.ids(ANY, 'newest')).toSorted());
  expect(await other.counts()).toEqual(await alerts.counts());
  expect(await otherModels.list()).toEqual(await models.list());
  for (const { id } of await models.list()) expect(await otherModels.file(id)).toEqual(await models.file(id));
  expect(await other.settings()).toMatchObject({ closedDays: 30 });
  expect(await other.get([findings[5].id])).toEqual(await alerts.get([findings[5].id]));
  // It goes on as before.
  expect(await other.keep(keepRequest(findings))).toEqual({ added: 0, updated: 900, removed: 0 });
});

test('a backup that is cut off anywhere is refused and changes nothing', async () => {
  const { alerts } = await fill(freshName());
  const file = await alerts.backup();
  const before = await unpack(file);
  for (const share of [0, 0.0001, 0.1, 0.5, 0.9, 0.9999]) {
    const part = file.slice(0, Math.floor(file.size * share));
    await expect(alerts.readBackup(part)).rejects.toThrow(/^This backup cannot be used\. Line [\d,]+: /);
    await expect(alerts.restore(part)).rejects.toThrow(/^This backup cannot be used/);
  }
  expect(await unpack(await alerts.backup())).toBe(before);
});

test('a backup that was changed is refused with its line', async () => {
  const { alerts } = await fill(freshName());
  const text = await unpack(await alerts.backup());
  const lines = text.split('\n');
  const alertLine = lines.findIndex((line) => line.startsWith('{"store":"alerts"'));
  const change = (line: number, from: string | RegExp, to: string): string =>
    lines.map((each, i) => (i === line ? each.replace(from, to) : each)).join('\n');
  const cases: [string, RegExp][] = [
    [change(alertLine, /"packets":(\d+)/, '"packets":1$1'), /checksum is wrong/],
    [change(alertLine, /"state":"\w+"/, '"state":"odd"'), new RegExp(`Line ${alertLine + 1}: The state of an alert`)],
    [change(alertLine, /"store":"alerts"/, '"store":"spies"'), new RegExp(`Line ${alertLine + 1}: a record has`)],
    [change(0, '"version":1', '"version":2'), /Line 1: .*newer version of this page/],
    [change(0, '"database":2', '"database":3'), /Line 1: .*newer version of this page/],
    [change(0, 'net-anomaly-backup', 'other'), /Line 1: this is no backup/],
    [change(lines.length - 2, '"alerts":900', '"alerts":901'), /counts are wrong/],
    [change(1, /"bytes":\d+/, '"bytes":999999999999'), /Line 2: bytes must be a length/],
    [change(2, /"base64":"..../, '"base64":"!!!!'), /Line 3: what stands here is no base64/],
    [lines.filter((_, i) => i !== 1 && i !== 2).join('\n'), /file of this model is missing/],
    [text.replace(lines[alertLine], `${lines[alertLine]}\n${lines[alertLine]}`), /each once/],
    [`${text}{}\n`, /nothing may stand behind/],
    ['{"format":"net-anomaly-backup","version":1,"database":2}\nnull\n', /Line 2: a line is an object/],
    ['{"format":\n', /Line 1: this is no JSON/],
    [`{"format":"${'x'.repeat(2 ** 23)}`, /longer than any of a backup/],
  ];
  for (const [given, words] of cases) await expect(alerts.restore(await pack(given))).rejects.toThrow(words);
  await expect(alerts.readBackup(new Blob(['{}']))).rejects.toThrow(/not compressed with gzip/);
  expect(await unpack(await alerts.backup())).toBe(text);
});

test('without room for a backup everything stays as it was, and the words say so', async () => {
  const { alerts } = await fill(freshName());
  const file = await alerts.backup();
  const real = IDBObjectStore.prototype.put;
  let puts = 0;
  const put = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, ...given) {
    if (++puts === 500) throw new DOMException('', 'QuotaExceededError');
    return real.apply(this, given);
  });
  const error = await alerts.restore(file).catch((thrown: unknown) => thrown as Error);
  put.mockRestore();
  expect(error).toMatchObject({ name: 'QuotaError', message: expect.stringMatching(/no room for what lies in this backup; nothing was changed/) }); // prettier-ignore
  expect(await unpack(await alerts.backup())).toBe(await unpack(file));
});

test('without storage there is nothing to back up, which is told', async () => {
  vi.spyOn(indexedDB, 'open').mockImplementation(() => {
    throw new DOMException('The user denied permission.', 'SecurityError');
  });
  const alerts = openAlerts(freshName());
  await alerts.keep(keepRequest(drawFindings(5, 13)));
  expect((await alerts.counts()).new).toBe(5);
  await expect(alerts.backup()).rejects.toThrow(
    /no storage \(The user denied permission\)\. So there is nothing to back up/,
  );
});
