// Errors that cross the worker boundary.
import { expect, test } from 'vitest';
import { BatchError, CancelledError, EngineError, InputError, type Problem } from '../base/errors.ts';
import { packError, unpackError } from './error-transfer.ts';

const problem: Problem = { source: 'a', line: 1, column: 2, offset: 3, item: 4, field: 'size', message: 'm' };

test.each([
  new BatchError('batch', [problem]),
  new CancelledError('The export'),
  new EngineError('engine'),
  new InputError('input'),
])('%s keeps its class, words and problems', (error) => {
  const crossed = unpackError(structuredClone(packError(error)));
  expect(crossed).toBeInstanceOf(error.constructor);
  expect({ ...crossed, name: crossed.name, message: crossed.message, stack: crossed.stack }).toEqual({
    ...error,
    name: error.name,
    message: error.message,
    stack: error.stack,
  });
});

test('other errors keep their name, and what is no error becomes one', () => {
  expect(unpackError(packError(new RangeError('far')))).toMatchObject({ name: 'RangeError', message: 'far' });
  expect(unpackError(packError('words'))).toMatchObject({ name: 'Error', message: 'words' });
});
