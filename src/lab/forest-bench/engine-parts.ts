// The parts of the engine that the lab measures, under one roof: what is still missing here is left out of the figures.
import type { CoreInstance } from '../../base/core.ts';
import type { Pacer } from '../../base/pacer.ts';
import type { NumberColumn } from '../../features/catalogue.ts';
import { openScorer, type Scorer } from '../../engine/scorer.ts';
import type { Progress } from '../../engine/types.ts';
import type { Forest } from '../../model/forest.ts';
import type { Chunks } from './workloads.ts';

/** Which kernels may be used; all of them, chosen as the app does, where nothing is said. */
export interface ScorerOptions {
  kernel?: 'planes' | 'walk';
  lookUp?: boolean;
  recall?: boolean;
}

/** `kernel`: what the engine says of its choice. */
export type OpenScorer = (
  core: CoreInstance,
  forest: Forest,
  pause: () => Promise<void>,
  options?: ScorerOptions,
) => Promise<Scorer & { kernel?: unknown }>;

export const openEngineScorer: OpenScorer = openScorer;

export interface EngineParts {
  /** Whether `openScorer` heeds its options. */
  takesOptions: boolean;
  /** Makes a worker a helper of the scoring pool, for whoever holds the port's other end. */
  serve?(port: MessagePort, module: WebAssembly.Module): void;
  /** The engine's way to score with one helper, at the port's other end. */
  joinPool?(
    port: MessagePort,
  ): (core: CoreInstance, forest: Forest, chunks: Chunks, pacer: Pacer<Progress>) => Promise<Float32Array[]>;
  explain?(
    core: CoreInstance,
    forest: Forest,
    columns: readonly NumberColumn[],
    rows: readonly number[],
    pacer: Pacer<Progress>,
  ): Promise<unknown>;
}

/*
 * To plug in:
 *   takesOptions: true                                  once openScorer has them
 *   serve: serveShards                                  engine/pool-helper.ts
 *   joinPool: (port) => { const pool = new Pool(); pool.join(port);
 *     return async (...all) => (await scoreShared(...all, pool)).scores; }     engine/pool.ts, engine/score.ts
 *   explain: explainRows                                engine/explain.ts
 */
export const parts: EngineParts = { takesOptions: false };
