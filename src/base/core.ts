// The compiled WebAssembly core: compile once, instantiate as often as memory must be given back.
import base64 from 'virtual:core-wasm';

/** Raw exports: numbers in, numbers out, all data through `memory`. See assembly/index.ts. */
export interface CoreExports {
  readonly memory: WebAssembly.Memory;
  allocate(bytes: number): number;
  release(pointer: number): void;
}

/** Compiles the core. The module can be posted to workers. */
export function compileCore(): Promise<WebAssembly.Module> {
  return WebAssembly.compile(Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)));
}
