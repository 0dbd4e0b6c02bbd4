// A worker of the lab's page: measures a task, or helps another worker to score.
import { expose } from 'comlink';
import { serveShards } from '../../engine/pool-helper.ts';
import { estimateMachine, measureDeepScoring, measureExplaining, measureScoring, measureTraining } from './measure.ts';
import type { Task } from './tasks.ts';

const bench = {
  measure(module: WebAssembly.Module, task: Task, helper: MessagePort | null): Promise<object> {
    switch (task.kind) {
      case 'machine':
        return estimateMachine();
      case 'scoring':
        return measureScoring(module, task, helper);
      case 'deep scoring':
        return measureDeepScoring(module, task);
      case 'training':
        return measureTraining(module, task);
      case 'explaining':
        return measureExplaining(module, task);
    }
  },

  serve(port: MessagePort, module: WebAssembly.Module): void {
    serveShards(port, module);
  },
};

export type Bench = typeof bench;

expose(bench);
