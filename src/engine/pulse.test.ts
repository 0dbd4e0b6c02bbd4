// Pings: when they are sent, and when silence counts as death.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { watchPulse } from './pulse.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const rules = { interval: 1000, misses: () => 5 };

test('five unanswered looks in a row are death, told once', () => {
  const onSilence = vi.fn<() => void>();
  const ping = vi.fn<() => Promise<void>>(() => new Promise(() => undefined));
  watchPulse(ping, onSilence, rules).begin();
  vi.advanceTimersByTime(4999);
  expect(onSilence).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(onSilence).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(60_000);
  expect(onSilence).toHaveBeenCalledTimes(1);
});

test('answers, late ones and errors as well, keep it alive; no ping is sent while nothing is pending', async () => {
  const onSilence = vi.fn<() => void>();
  const ping = vi.fn<() => Promise<void>>(
    () =>
      new Promise((resolve, reject) => {
        const failed = ping.mock.calls.length % 2 === 0;
        setTimeout(() => (failed ? reject(new Error('no')) : resolve()), 3500);
      }),
  );
  const pulse = watchPulse(ping, onSilence, rules);
  pulse.begin();
  pulse.begin();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(onSilence).not.toHaveBeenCalled();
  pulse.end();
  pulse.end();
  const sent = ping.mock.calls.length;
  expect(sent).toBeGreaterThan(10);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(ping).toHaveBeenCalledTimes(sent);
});

test('hours of suspension, in which no timer runs, are one look', () => {
  const onSilence = vi.fn<() => void>();
  watchPulse(() => new Promise(() => undefined), onSilence, rules).begin();
  vi.setSystemTime(Date.now() + 10 * 3_600_000);
  vi.advanceTimersByTime(1000);
  expect(onSilence).not.toHaveBeenCalled();
});

test('a stopped pulse is silent', () => {
  const onSilence = vi.fn<() => void>();
  const pulse = watchPulse(() => new Promise(() => undefined), onSilence, rules);
  pulse.begin();
  pulse.stop();
  vi.advanceTimersByTime(60_000);
  expect(onSilence).not.toHaveBeenCalled();
});
