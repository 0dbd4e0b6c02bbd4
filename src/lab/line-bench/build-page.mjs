// Builds the page of the lab "line-speed" into the folder given as argument.
import { fileURLToPath } from 'node:url';
import { buildBenchPage } from '../build-bench-page.mjs';

await buildBenchPage(process.argv[2], fileURLToPath(new URL('./page.ts', import.meta.url)), '<input type="file">');
