// The page of the lab "alerts": the alert database as the app uses it, and what the lab does to it.
import { promisifyRequest } from 'idb-keyval';
import { fromBase64, toBase64 } from '../../alerts/backup-format.ts';
import { createAlertClient, type LiveAlertClient } from '../../alerts/client.ts';
import { ANY, drawFindings, keepRequest } from '../../alerts/testing/findings.ts';
import type { AlertFilter } from '../../alerts/types.ts';
import AlertsWorker from '../../alerts/worker.ts?worker&inline';
import { renameModel, writeModel } from '../../model/file.ts';
import { createModelStore } from '../../model/store.ts';
import { smallInfo, smallModel } from '../../model/testing/forests.ts';
import { buildDatabase, type PlainDatabase, readDatabase } from '../../store/testing/databases.ts';
import version1 from '../../store/testing/version-1.json';
import version2 from '../../store/testing/version-2.json';
import { digestDatabase } from './digest.ts';

const DATABASE = 'net-anomaly-models';
const LASTING = ['models', 'alerts', 'rules', 'settings'];
const ALL = [...LASTING, 'index'];

declare global {
  interface Window {
    bench?: typeof bench;
    /** Told to the lab before the page goes on. */
    acknowledged?: (place: number) => void;
  }
}

let client: LiveAlertClient | null = null;
const open = (): LiveAlertClient => (client ??= createAlertClient());
const wait = (ms: number) => new Promise((done) => setTimeout(done, ms));

async function wipe(): Promise<void> {
  client?.close();
  client = null;
  await promisifyRequest(indexedDB.deleteDatabase(DATABASE));
}

async function addModels(count: number): Promise<void> {
  const models = createModelStore(async (file, name) => renameModel(file, name));
  const info = { ...smallInfo(), name: 'Model' };
  const file = writeModel({ ...smallModel(), info });
  for (let i = 0; i < count; i++) await models.add(file, info);
}

/** Times of one call, milliseconds. */
async function time(run: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await run();
  return performance.now() - start;
}

const bench = {
  wipe,

  digest: (times = true) => digestDatabase(DATABASE, LASTING, times),
  digestAll: () => digestDatabase(DATABASE, ALL),

  /** Keeps so many findings, some at a time; answers how many there are then. */
  async keep(count: number, seed: number, atOnce: number): Promise<number> {
    const findings = drawFindings(count, seed);
    for (let from = 0; from < count; from += atOnce) {
      await open().keep(keepRequest(findings.slice(from, from + atOnce)));
    }
    return (await open().counts()).new;
  },

  /** Alerts, models, a rule and settings. */
  async fill(alerts: number, models: number, seed: number): Promise<void> {
    await bench.keep(alerts, seed, 10_000);
    await addModels(models);
    await open().putSettings({ keep: true, closedDays: 90, mostAlerts: 200_000 });
    const rule = { id: 'one', action: 'allow', match: { source: '10.1.3.0/24' }, reason: 'scanner', enabled: true, created: 1, expires: null } as const; // prettier-ignore
    await open().putRule(rule);
    const ids = await open().ids(ANY, 'oddest');
    await open().setState(ids.slice(0, alerts / 10), 'closed', 'benign');
    await open().addNote(ids.slice(0, 10), 'Known.');
  },

  usage: async () => (await navigator.storage.estimate()).usage ?? 0,

  /** The name and words of the error of a call, or 'stored'. */
  async tryKeep(count: number, seed: number): Promise<{ name: string; message: string }> {
    try {
      await open().keep(keepRequest(drawFindings(count, seed)));
      return { name: 'stored', message: '' };
    } catch (error) {
      const { name, message } = error as Error;
      return { name, message };
    }
  },

  /** Kept as a Blob of the page between `backup` and `restore`. */
  file: new Blob(),
  async backup() {
    const ms = await time(async () => void (bench.file = await open().backup()));
    return { ms, bytes: bench.file.size, facts: await open().readBackup(bench.file) };
  },
  takeFile: async () => toBase64(new Uint8Array(await bench.file.arrayBuffer())),
  giveFile: (file: string) => void (bench.file = new Blob([fromBase64(file)])),
  async restore() {
    const ms = await time(() => open().restore(bench.file));
    return { ms };
  },
  async tryRestore(): Promise<{ name: string; message: string }> {
    try {
      await open().restore(bench.file);
      return { name: 'stored', message: '' };
    } catch (error) {
      const { name, message } = error as Error;
      return { name, message };
    }
  },

  plain: null as PlainDatabase | null,
  /** 200 alerts, to be built again and again, and how long saving 400 takes of which 100 are known. */
  async prepareKills() {
    await bench.fill(200, 2, 31);
    bench.plain = await readDatabase(DATABASE);
    const before = await bench.digest(false);
    const ms = await time(() => open().keep(bench.changes()));
    return { before, after: await bench.digest(false), ms };
  },
  changes: () => {
    const known = drawFindings(100, 31).map((finding) => ({ ...finding, packets: finding.packets + 1 }));
    return keepRequest([...known, ...drawFindings(300, 32)]);
  },
  /** Kills the worker so many milliseconds after it was asked to save; answers what then lies there. */
  async killWhileSaving(ms: number) {
    await wipe();
    await buildDatabase(DATABASE, bench.plain!);
    let worker: Worker | null = null;
    const own = createAlertClient({ createWorker: () => (worker = new AlertsWorker()), pingInterval: 50 });
    await own.counts();
    const saving = own.keep(bench.changes()).then(
      () => 'answered',
      () => 'killed',
    );
    await wait(ms);
    worker!.terminate();
    const how = await saving;
    own.close();
    const digest = await bench.digest(false);
    // By the app's own reading, which goes by the index.
    const listed = (await open().ids({ ...ANY, hidden: true }, 'newest')).length;
    return { how, digest, listed };
  },

  /** Does one thing after another until the browser is killed, and tells of each once it was answered. */
  async actUntilKilled(first: number): Promise<void> {
    for (let place = first; ; place++) {
      const [finding] = drawFindings(1, 1000 + place);
      await open().keep(keepRequest([finding]));
      await open().setState([finding.id], 'closed', 'true_positive');
      await open().addNote([finding.id], `note ${place}`);
      window.acknowledged!(place);
    }
  },
  /** Places up to one of which anything is missing. */
  async findMissing(upTo: number): Promise<number[]> {
    const missing: number[] = [];
    for (let place = 0; place <= upTo; place++) {
      const [entry] = await open().get([drawFindings(1, 1000 + place)[0].id]);
      const { state, notes } = entry?.alert ?? {};
      if (state !== 'closed' || notes?.[0]?.text !== `note ${place}`) missing.push(place);
    }
    return missing;
  },

  /** Builds a database of each version, opens it, and says whether what lay in it still does. */
  async openVersions() {
    const found: { version: number; kept: boolean; models: number; alerts: number; now: number }[] = [];
    for (const fixture of [version1, version2] as unknown as PlainDatabase[]) {
      await wipe();
      await buildDatabase(DATABASE, fixture);
      const alerts = (await open().ids({ ...ANY, hidden: true }, 'newest')).length;
      const models = (await createModelStore(() => Promise.reject(new Error())).list()).length;
      const { version, stores } = await readDatabase(DATABASE);
      const kept = Object.entries(fixture.stores).every(
        ([store, records]) => JSON.stringify(stores[store]) === JSON.stringify(records),
      );
      found.push({ version: fixture.version, kept, models, alerts, now: version });
    }
    return found;
  },

  /** Milliseconds from nothing to the first list, and of each filter, again and again. */
  async measureLists(rounds: number) {
    client?.close();
    client = null;
    const start = performance.now();
    const { total } = await open().list(ANY, 'newest', 0, 200);
    const first = performance.now() - start;
    const filters: Record<string, Partial<AlertFilter>> = {
      none: {},
      'state new': { states: ['new'] },
      'state closed benign': { states: ['closed'], resolutions: ['benign'] },
      'part of an address': { host: '10.1.7' },
      subnet: { host: '192.168.16.0/20' },
      service: { service: 'tcp/443' },
      time: { from: 1_770_000_000, to: 1_772_000_000 },
      word: { text: 'contacted' },
      'three words': { text: 'office 212 ports' },
      'no such word': { text: 'zzzz' },
      hidden: { hidden: true },
      all: { states: ['new', 'acknowledged'], host: '10.1.', service: 'dns', text: 'ports', from: 1_770_000_000 },
    };
    const orders = ['newest', 'oddest', 'changed', 'packets'] as const;
    const times: Record<string, number[]> = {};
    for (let round = 0; round < rounds; round++) {
      for (const [name, filter] of Object.entries(filters)) {
        (times[name] ??= []).push(await time(() => open().list({ ...ANY, ...filter }, 'newest', 0, 200)));
      }
      for (const order of orders) (times[order] ??= []).push(await time(() => open().list(ANY, order, 0, 200)));
      // Behind a change, what was in order must be put in order again.
      const [id] = await open().ids(ANY, 'newest');
      await open().addNote([id], `round ${round}`);
      (times['after a change'] ??= []).push(await time(() => open().list(ANY, 'newest', 0, 200)));
    }
    return { total, first, times };
  },
};

window.bench = bench;
