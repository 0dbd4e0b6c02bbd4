// The alert database behind its worker: calls, changes of other tabs, errors, and a worker that dies.
import { afterEach, expect, test, vi } from 'vitest';
import { InputError } from '../base/errors.ts';
import { createAlertClient, type LiveAlertClient } from './client.ts';
import { ANY, drawFindings, keepRequest } from './testing/findings.ts';
import AlertsWorker from './worker.ts?worker&inline';

const clients: LiveAlertClient[] = [];
let count = 0;
const freshName = (): string => `net-anomaly-client-test-${Date.now()}-${count++}`;
const open = (database: string, createWorker?: () => Worker): LiveAlertClient => {
  const client = createAlertClient({ database, createWorker, pingInterval: 200 });
  clients.push(client);
  return client;
};
afterEach(() => {
  for (const client of clients.splice(0)) client.close();
});

test('two tabs see each other’s changes and are told of them', async () => {
  const name = freshName();
  const [a, b] = [open(name), open(name)];
  const [heardA, heardB] = [vi.fn<(stores: readonly string[]) => void>(), vi.fn<(stores: readonly string[]) => void>()];
  a.onChange(heardA);
  const stop = b.onChange(heardB);
  const findings = drawFindings(50, 1);
  await b.counts();
  await a.keep(keepRequest(findings));
  await expect.poll(() => heardB.mock.calls.length).toBe(1);
  expect(heardB).toHaveBeenCalledWith(['alerts', 'settings']);
  expect(heardA).toHaveBeenCalledTimes(1);
  expect((await b.list(ANY, 'newest', 0, 10)).total).toBe(50);
  stop();
  await b.setState([findings[0].id], 'acknowledged', null);
  await expect.poll(() => heardA.mock.calls.length).toBe(2);
  expect(heardB).toHaveBeenCalledTimes(1);
  expect(await a.counts()).toEqual({ new: 49, acknowledged: 1, closed: 0, hidden: 0 });
  expect([a.persistent, a.reason]).toEqual([true, null]);
});

test('an error comes with its kind and words', async () => {
  const client = open(freshName());
  const error = await client.setState([], 'closed', null).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(InputError);
  expect((error as Error).message).toMatch(/resolution/);
});

test('a worker that dies is told of, and the next call starts another', async () => {
  const name = freshName();
  const workers: Worker[] = [];
  const client = open(name, () => {
    const worker = new AlertsWorker();
    workers.push(worker);
    return worker;
  });
  const findings = drawFindings(3000, 2);
  await client.keep(keepRequest(findings.slice(0, 1)));
  const keeping = client.keep(keepRequest(findings.slice(1)));
  workers[0].terminate();
  await expect(keeping).rejects.toThrow('The alerts’ worker stopped answering. Try again.');
  // All of it, or nothing.
  expect([1, 3000]).toContain((await client.counts()).new);
  await client.keep(keepRequest(findings));
  expect((await client.counts()).new).toBe(3000);
  expect(workers.length).toBe(2);
});

test('a worker that never comes is told of', async () => {
  const client = open(freshName(), () => {
    throw new Error('no workers here');
  });
  await expect(client.counts()).rejects.toThrow('The alerts cannot be opened: the browser refused their worker (no workers here).'); // prettier-ignore
});
