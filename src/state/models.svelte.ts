// The stored models as the page knows them: which there are, which is chosen, and what can be done to them.
import { InputError, messageOf } from '../base/errors.ts';
import type { EngineClient } from '../engine/types.ts';
import { MAX_FILE, MAX_NAME } from '../model/info.ts';
import type { ModelLine } from '../model/line.ts';
import type { ModelStore } from '../model/store.ts';
import type { ModelInfo, StoredModel } from '../model/types.ts';
import type { Notices } from './notices.svelte.ts';
import { fileNameOf, saveBlob } from './saving.ts';

export const MODEL_EXTENSION = '.netanomaly-model';

const CHOSEN_KEY = 'net-anomaly:chosen-model';

/** A file that could not be taken as a model, and why. */
export interface ImportTrouble {
  file: string;
  message: string;
}

export interface StorageUse {
  used: number;
  quota: number | null;
  kept: boolean;
}

export class Models {
  list = $state.raw<StoredModel[]>([]);
  chosenId = $state<string | null>(null);
  /** False until the store was read. */
  ready = $state(false);
  /** Why models are not kept when the tab closes, or '' when they are. */
  notKept = $state('');
  troubles = $state.raw<ImportTrouble[]>([]);
  /** The file that is being imported, '' when none is. */
  importing = $state('');
  storage = $state.raw<StorageUse | null>(null);
  chosen = $derived(this.list.find((model) => model.id === this.chosenId) ?? null);

  readonly #store: ModelStore;
  readonly #engine: EngineClient;
  readonly #notices: Notices;

  constructor(store: ModelStore, engine: EngineClient, notices: Notices) {
    this.#store = store;
    this.#engine = engine;
    this.#notices = notices;
  }

  async start(): Promise<void> {
    await this.refresh();
    this.chosenId = this.list.some((model) => model.id === remembered()) ? remembered() : null;
    this.ready = true;
  }

  /** Reads the list anew: another tab, or a script, may have changed it. */
  async refresh(): Promise<void> {
    try {
      this.list = await this.#store.list();
    } catch (error) {
      this.#notices.trouble(`The stored models cannot be read. ${messageOf(error)}`);
    }
    this.notKept = this.#store.persistent ? '' : (this.#store.reason ?? 'This browser gives the page no storage.');
    if (this.chosenId !== null && !this.list.some((model) => model.id === this.chosenId)) this.choose(null);
    await this.measure();
  }

  choose(id: string | null): void {
    this.chosenId = id;
    remember(id);
  }

  file(id: string): Promise<Uint8Array<ArrayBuffer>> {
    return this.#store.file(id);
  }

  /** Stores a model file. Rejects with the store's own words when there is no room. */
  async add(file: Uint8Array<ArrayBuffer>, info: ModelInfo): Promise<StoredModel> {
    const stored = await this.#store.add(file, info);
    await this.refresh();
    return stored;
  }

  async rename(id: string, name: string): Promise<void> {
    try {
      const file = await this.#engine.renameModel(await this.#store.file(id), name);
      await this.#store.rename(id, name, file);
    } catch (error) {
      this.#notices.trouble(`The model keeps its name. ${messageOf(error)}`);
    }
    await this.refresh();
  }

  /** Rejects with the store's own words. */
  async setLine(id: string, line: ModelLine | null): Promise<void> {
    await this.#store.setLine(id, line);
    await this.refresh();
  }

  /** Deletes at once and offers Undo. Returns the notice's number, so that the focus can follow. */
  async remove(id: string): Promise<number | null> {
    const wasChosen = this.chosenId === id;
    try {
      const record = await this.#store.remove(id);
      await this.refresh();
      const undo = async () => {
        try {
          await this.#store.restore(record);
          await this.refresh();
          if (wasChosen) this.choose(id);
          this.#notices.say(`${record.info.name} is back.`);
        } catch (error) {
          this.#notices.trouble(`The model could not be put back. ${messageOf(error)}`);
        }
      };
      return this.#notices.show(`Deleted “${record.info.name}”.`, { label: 'Undo', run: () => void undo() }).id;
    } catch (error) {
      this.#notices.trouble(`The model was not deleted. ${messageOf(error)}`);
      return null;
    }
  }

  async exportFile(id: string): Promise<void> {
    const model = this.list.find((one) => one.id === id);
    if (!model) return;
    try {
      saveBlob(fileNameOf(model.name, MODEL_EXTENSION), new Blob([await this.#store.file(id)]));
    } catch (error) {
      this.#notices.trouble(`“${model.name}” could not be exported. ${messageOf(error)}`);
    }
  }

  /** Takes model files in; one that is not sound is told of and the others are taken all the same. */
  async importFiles(files: readonly File[]): Promise<void> {
    const troubles: ImportTrouble[] = [];
    const taken: StoredModel[] = [];
    for (const file of files) {
      this.importing = file.name;
      try {
        // Traffic that is dropped here by mistake may be larger than the memory.
        if (file.size > MAX_FILE) throw new InputError('This is not a Net Anomaly model: no model is as large.');
        const bytes = new Uint8Array(await file.arrayBuffer());
        const model = await this.#engine.importModel(
          bytes,
          file.name.replace(/(\.(json|gz))+$/i, '').slice(0, MAX_NAME),
        );
        taken.push(await this.#store.add(model.file, model.info));
      } catch (error) {
        troubles.push({ file: file.name, message: messageOf(error) });
      }
    }
    this.importing = '';
    this.troubles = troubles;
    await this.refresh();
    if (taken.length > 0) {
      if (this.chosenId === null) this.choose(taken[0].id);
      this.#notices.show(`Imported ${taken.map((model) => `“${model.name}”`).join(', ')}.`);
    }
  }

  async measure(): Promise<void> {
    try {
      const [estimate, kept] = await Promise.all([navigator.storage.estimate(), navigator.storage.persisted()]);
      this.storage = { used: estimate.usage ?? 0, quota: estimate.quota ?? null, kept };
    } catch {
      this.storage = null; // Some browsers, and pages that are not served securely, do not tell.
    }
  }

  /** Asks the browser not to clear the storage when space gets short. Quietly: Alerts and Models have its answer. */
  async askToKeep(quietly = false): Promise<void> {
    const kept = await navigator.storage.persist().catch(() => false);
    await this.measure();
    if (quietly) return;
    this.#notices.show(
      kept
        ? 'The browser promised to keep what is stored.'
        : 'The browser made no promise to keep what is stored. Export what you want to be sure of.',
    );
  }
}

function remembered(): string | null {
  try {
    return localStorage.getItem(CHOSEN_KEY);
  } catch {
    return null; // Storage is switched off: the choice then lasts as long as the tab.
  }
}

function remember(id: string | null): void {
  try {
    if (id === null) localStorage.removeItem(CHOSEN_KEY);
    else localStorage.setItem(CHOSEN_KEY, id);
  } catch {
    // As above: not remembered, and nothing else is lost.
  }
}
