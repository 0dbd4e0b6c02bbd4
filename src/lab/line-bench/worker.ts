// The worker of the lab's page: groups seeded marked packets, and nothing else.
import { measureGrouping } from './grouping.ts';

self.onmessage = () => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has none
  self.postMessage(measureGrouping());
};
