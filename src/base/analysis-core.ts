// The part of the core that extracts features, grows forests and scores: a script of its own, which nothing seen first waits for.
import base64 from 'virtual:analysis-core-wasm';
import { compilePacked } from './core.ts';

export const compileAnalysisCore = (): Promise<WebAssembly.Module> => compilePacked(base64);
