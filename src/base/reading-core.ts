// The part of the core that reads traffic: all that the page needs of it at first.
import base64 from 'virtual:reading-core-wasm';
import { compilePacked } from './core.ts';

export const compileReadingCore = (): Promise<WebAssembly.Module> => compilePacked(base64);
