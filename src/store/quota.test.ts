// What counts as a full storage.
import { expect, test } from 'vitest';
import { isQuotaError } from './quota.ts';

test('a quota error is known by its name, also within others', () => {
  const quota = new DOMException('', 'QuotaExceededError');
  expect(isQuotaError(quota)).toBe(true);
  expect(isQuotaError(new Error('outer', { cause: new AggregateError([new Error('a'), quota]) }))).toBe(true);
  expect(isQuotaError({ name: 'AbortError', inner: quota })).toBe(true);
  expect(isQuotaError(new Error('QuotaExceededError'))).toBe(false);
  expect(isQuotaError(undefined)).toBe(false);
});
