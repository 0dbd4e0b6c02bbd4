// A worker that starts like the engine's and then, when it is asked to load, dies in the way that its name says.
import { expose, proxy } from 'comlink';

const never = new Promise<never>(() => undefined);

const ways: Record<string, () => unknown> = {
  hang() {
    for (;;);
  },
  close() {
    self.close();
    return never;
  },
  throw() {
    setTimeout(() => {
      throw new Error('thrown');
    });
    return never;
  },
  reject() {
    self.addEventListener('unhandledrejection', (event) => reportError(event.reason));
    void Promise.reject(new Error('rejected'));
    return never;
  },
};

expose({
  ping() {},
  start: () => proxy({ load: () => ways[self.name](), page: () => never, cancel() {} }),
});
