// The whole core in one module, for tests and labs.
import base64 from 'virtual:core-wasm';
import { compilePacked } from './core.ts';

export const compileCore = (): Promise<WebAssembly.Module> => compilePacked(base64);
