// How much memory a load takes: of its WebAssembly instances, and of the arrays that it made.

type Instances = { exports: WebAssembly.Exports }[];

/**
 * Watches every instance that is made by `new WebAssembly.Instance` from now on. `take`: bytes of their memories, as they have
 * grown, and of JavaScript's array buffers that came since the last call.
 */
export function watchMemories(): { take(): number; stop(): void } {
  const Original = WebAssembly.Instance;
  let made: Instances = [];
  WebAssembly.Instance = class extends Original {
    constructor(module: WebAssembly.Module, imports?: WebAssembly.Imports) {
      super(module, imports);
      made.push(this);
    }
  };
  let before = process.memoryUsage();
  return {
    take() {
      const now = process.memoryUsage();
      const wasm = made.reduce((sum, { exports }) => sum + (exports.memory as WebAssembly.Memory).buffer.byteLength, 0);
      // Buffers that were collected meanwhile make the difference smaller, never larger.
      const heap = Math.max(0, now.arrayBuffers - before.arrayBuffers) + Math.max(0, now.heapUsed - before.heapUsed);
      made = [];
      before = process.memoryUsage();
      return wasm + heap;
    },
    stop() {
      WebAssembly.Instance = Original;
    },
  };
}
