// What draws charts, for a component that has one: null until it has come, or what keeps it away.
import { messageOf } from '../base/errors.ts';
import { chartCode } from './late-code.ts';

export class LateCharts {
  code = $state.raw(chartCode.now());
  /** The page says it once (Workspace). */
  problem = $state('');

  constructor() {
    if (this.code !== null) return;
    chartCode.load().then(
      (loaded) => (this.code = loaded),
      (error: unknown) => (this.problem = messageOf(error)),
    );
  }
}
