// The lab's page: compiles the core once, as the app's page does, and hands each task to fresh workers.
import { transfer, wrap } from 'comlink';
import { compileCore } from '../../base/whole-core.ts';
import type { Task } from './tasks.ts';
import type { Bench } from './worker.ts';

declare global {
  interface Window {
    /** Does one task. Rejects with what went wrong. */
    measure?: (task: Task) => Promise<object>;
  }
}

const startWorker = () => wrap<Bench>(new Worker(new URL('./worker.ts', import.meta.url)));

window.measure = async (task) => {
  const module = await compileCore();
  const worker = startWorker();
  if (task.kind !== 'scoring' || !task.compare) return worker.measure(module, task, null);
  const { port1, port2 } = new MessageChannel();
  await startWorker().serve(transfer(port1, [port1]), module);
  return worker.measure(module, task, transfer(port2, [port2]));
};
