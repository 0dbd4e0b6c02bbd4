// Carries errors over the worker boundary with their kind and their problems; Comlink alone keeps name and words only.
import type { TransferHandler } from 'comlink';
import { BatchError, CancelledError, EngineError, InputError, messageOf, type Problem } from '../base/errors.ts';

/** An error as plain data. */
export interface PackedError {
  name: string;
  message: string;
  stack?: string;
  problems?: Problem[];
}

/** Any thrown value as plain data. */
export function packError(error: unknown): PackedError {
  if (!(error instanceof Error)) return { name: 'Error', message: messageOf(error) };
  const packed: PackedError = { name: error.name, message: error.message, stack: error.stack };
  return error instanceof BatchError ? { ...packed, problems: error.problems } : packed;
}

function makeError({ name, message, problems = [] }: PackedError): Error {
  switch (name) {
    case 'BatchError':
      return new BatchError(message, problems);
    case 'CancelledError':
      return new CancelledError();
    case 'EngineError':
      return new EngineError(message);
    case 'InputError':
      return new InputError(message);
    default:
      return Object.assign(new Error(message), { name });
  }
}

/** The error again: of the house's own classes where it was one of these, else an Error with the same name. */
export function unpackError(packed: PackedError): Error {
  return Object.assign(makeError(packed), { message: packed.message, stack: packed.stack });
}

/** What Comlink hands to its handler for thrown values. */
interface Thrown {
  value: unknown;
}

/** Makes Comlink carry thrown values in this way; to be called on both sides, with `transferHandlers` of Comlink. */
export function installErrorTransfer(handlers: Map<string, TransferHandler<unknown, unknown>>): void {
  const own = handlers.get('throw');
  if (own === undefined) throw new EngineError('Comlink has no handler for thrown values.');
  handlers.set('throw', {
    canHandle: own.canHandle,
    serialize: (thrown) => [packError((thrown as Thrown).value), []],
    deserialize: (packed) => {
      throw unpackError(packed as PackedError);
    },
  });
}
