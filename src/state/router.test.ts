// Fragments name pages; others are left alone.
import { expect, test } from 'vitest';
import { pageOf } from './router.svelte.ts';

test('a fragment names its page', () => {
  expect(pageOf('#/models')).toBe('models');
  expect(pageOf('#/guide?x=1')).toBe('guide');
  expect(pageOf('#/alerts?state=closed&host=10.0.0.1')).toBe('alerts');
});

test('other fragments name none', () => {
  expect(pageOf('')).toBeNull();
  expect(pageOf('#main')).toBeNull();
  expect(pageOf('#/elsewhere')).toBeNull();
});
