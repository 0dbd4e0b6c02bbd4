// Makes the one engine, the one store, the state above them, and the scripting calls.
import { createEngineClient } from '../engine/client.ts';
import { createModelStore } from '../model/store.ts';
import { AppState } from './app.svelte.ts';
import type { Scripting } from './scripting.ts';

export interface Started {
  app: AppState;
  engine: ReturnType<typeof createEngineClient>;
  scripting: Scripting;
}

export function startApp(): Started {
  const engine = createEngineClient({ cores: navigator.hardwareConcurrency });
  const store = createModelStore(engine.renameModel);
  const app = new AppState(engine, store);
  void app.models.start();
  // Another tab may have trained or deleted models meanwhile.
  window.addEventListener('focus', () => void app.models.refresh());
  const models = {
    list: store.list,
    file: store.file,
    // What a script trains is seen on the page at once.
    add: async (...[file, info]: Parameters<typeof store.add>) => {
      const stored = await store.add(file, info);
      await app.models.refresh();
      return stored;
    },
  };
  let made: Promise<Scripting> | null = null;
  // They come late, as nobody waits for them: src/scripts/late-scripts.mjs lists them. What did not come is asked for again.
  const make = (): Promise<Scripting> =>
    (made ??= import('./scripting.ts').then(
      ({ createScripting }) => createScripting({ engine, models }),
      (error: unknown) => {
        made = null;
        throw error;
      },
    ));
  const scripting: Scripting = {
    status: async () => (await make()).status(),
    train: async (...given) => (await make()).train(...given),
    analyze: async (...given) => (await make()).analyze(...given),
    explain: async (...given) => (await make()).explain(...given),
  };
  return { app, engine, scripting };
}
