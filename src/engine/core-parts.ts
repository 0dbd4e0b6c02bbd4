// The core's two parts, each compiled once a page: the one for analyses comes as a script of its own.
import { EngineError, messageOf } from '../base/errors.ts';
import { compileReadingCore } from '../base/reading-core.ts';

/** How the parts are made: for tests. */
export interface CoreSources {
  compile?: () => Promise<WebAssembly.Module>;
  compileAnalysis?: () => Promise<WebAssembly.Module>;
}

/** Each rejects with EngineError when the browser refuses it, and tries again when it is asked once more. */
export interface CoreParts {
  reading(): Promise<WebAssembly.Module>;
  analysis(): Promise<WebAssembly.Module>;
}

export function keepCoreParts({
  compile = compileReadingCore,
  // src/scripts/late-scripts.mjs lists it.
  compileAnalysis = async () => (await import('../base/analysis-core.ts')).compileAnalysisCore(),
}: CoreSources): CoreParts {
  const keep = (make: () => Promise<WebAssembly.Module>, words: string) => {
    let module: Promise<WebAssembly.Module> | null = null;
    return (): Promise<WebAssembly.Module> => {
      if (typeof WebAssembly !== 'object') {
        throw new EngineError('The engine cannot start: this browser has no WebAssembly, or it is turned off.');
      }
      module ??= make();
      return module.catch((error: unknown) => {
        module = null;
        throw new EngineError(`${words} (${messageOf(error)}).`);
      });
    };
  };
  return {
    reading: keep(compile, 'The engine cannot start: its WebAssembly core was refused'),
    analysis: keep(
      compileAnalysis,
      'The engine cannot analyse: the second part of its core did not come; load the page anew',
    ),
  };
}
