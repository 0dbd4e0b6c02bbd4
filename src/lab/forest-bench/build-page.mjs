// Builds the page of the lab "forest" into the folder given as argument: script, worker and the naive walk's wasm.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildBenchPage } from '../build-bench-page.mjs';
import { compileNaiveWalk } from './naive-walk-wasm.mjs';

const folder = process.argv[2];
await buildBenchPage(folder, fileURLToPath(new URL('./page.ts', import.meta.url)));
writeFileSync(join(folder, 'naive-walk.wasm'), await compileNaiveWalk());
