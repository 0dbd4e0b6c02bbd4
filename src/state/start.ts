// Makes the one engine, the one store, the state above them, and the scripting calls.
import { createEngineClient } from '../engine/client.ts';
import { createModelStore } from '../model/store.ts';
import { AppState } from './app.svelte.ts';
import { createScripting, type Scripting } from './scripting.ts';

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
  return { app, engine, scripting: createScripting({ engine, models }) };
}
