// Runs tree_figures.py in a Python that has scikit-learn, if there is one.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { TreeFigures } from './tree-figures.ts';

export interface ScikitTrees {
  version: string;
  /** In the order of the paths. */
  sets: { figures: TreeFigures; leavesAtDepth: number[] }[];
}

/** tree_figures.py's exit code where scikit-learn cannot be imported. */
const NO_SCIKIT_LEARN = 3;
const SCRIPT = fileURLToPath(new URL('./tree_figures.py', import.meta.url));

/**
 * Grows scikit-learn's forests on each set, for seeds 0 to `seeds` - 1. Answers null where no Python with scikit-learn is
 * found: PYTHON of the environment comes first. Throws when the script fails otherwise.
 */
export async function growScikitTrees(paths: readonly string[], seeds: number): Promise<ScikitTrees | null> {
  const named = process.env.PYTHON;
  for (const python of [...(named === undefined ? [] : [named]), 'python3', '/usr/bin/python3', 'python']) {
    const { code, stdout, stderr } = await runPython(python, [SCRIPT, String(seeds), ...paths]);
    if (code === 0) return JSON.parse(stdout) as ScikitTrees;
    if (code !== null && code !== NO_SCIKIT_LEARN) throw new Error(`tree_figures.py failed in ${python}:\n${stderr}`);
  }
  return null;
}

/** `code` is null where there is no such program. */
function runPython(python: string, args: string[]): Promise<{ code: number | null; stdout: string; stderr: string }> {
  return new Promise((resolve, reject) => {
    // One thread each: the lab's own work runs at the same time.
    const env = { ...process.env, OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' };
    const child = spawn(python, args, { stdio: ['ignore', 'pipe', 'pipe'], env });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (text) => (stdout += text));
    child.stderr.on('data', (text) => (stderr += text));
    child.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') resolve({ code: null, stdout, stderr });
      else reject(error);
    });
    child.on('close', (code, signal) => {
      if (code === null) reject(new Error(`${python} was ended by ${signal}.`));
      else resolve({ code, stdout, stderr });
    });
  });
}
