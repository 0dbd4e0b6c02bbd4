// `npm test`: installs what is missing, then runs every check in turn; `npm test -- src/engine` runs only the test
// files that match. All checks run even when one fails. The last line is the sum.
import './node-version.mjs';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureChromium, ensurePackages } from './install.mjs';
import { runTool } from './project.mjs';

const filters = process.argv.slice(2);
const scratch = mkdtempSync(join(tmpdir(), 'net-anomaly-test-'));

/** A check that is one program: it passes when that exits with 0. */
function tool(packageName, ...args) {
  return async () => {
    const code = await runTool(packageName, args);
    return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 };
  };
}

/** The tests of one of Vitest's projects, counted from its JSON report. */
function tests(project) {
  return async () => {
    const report = join(scratch, `${project}.json`);
    const args = ['run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
    const code = await runTool('vitest', [...args, ...(filters.length > 0 ? ['--passWithNoTests', ...filters] : [])]);
    let counts = { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0 };
    try {
      counts = JSON.parse(readFileSync(report, 'utf8'));
    } catch {
      // Vitest died before it could report, or nothing matched: its exit code tells which.
    }
    const { numPassedTests: passed, numFailedTests: failed } = counts;
    // A file that does not load, or an error outside of any test, fails the run without a failed test.
    const unseen = code !== 0 && failed === 0 ? 1 : 0;
    return { passed, failed: failed + unseen, skipped: counts.numPendingTests + counts.numTodoTests };
  };
}

const staticChecks = [
  ['Types of src', tool('svelte-check', '--tsconfig', 'tsconfig.json', '--fail-on-warnings')],
  ['Types of assembly', tool('typescript/tsc', '-p', 'assembly/tsconfig.json')],
  [
    'Lint',
    tool('oxlint', '--config', 'src/scripts/oxlint.json', '--deny-warnings', 'src', 'assembly', 'vite.config.ts'),
  ],
  ['Format', tool('prettier', '--check', '--log-level=warn', '--ignore-path=.gitignore', '.', '!samples/*.json')],
  ['Dead code', tool('knip', '--no-progress')],
];
const testChecks = [
  ['Unit tests', tests('node')],
  ['Browser tests', tests('browser')],
  ['Build and whole-page tests', tests('e2e')],
];

try {
  await ensurePackages();
  await ensureChromium();
  const sum = { passed: 0, failed: 0, skipped: 0 };
  const table = [];
  for (const [name, check] of filters.length > 0 ? testChecks : [...staticChecks, ...testChecks]) {
    console.log(`\n── ${name} ${'─'.repeat(Math.max(0, 76 - name.length))}`);
    const start = performance.now();
    const result = await check();
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    console.log(`── ${name}: ${result.failed > 0 ? 'FAILED' : 'passed'} in ${seconds} s`);
    table.push([result.failed > 0 ? 'FAILED' : 'passed', seconds, name]);
    for (const key of Object.keys(sum)) sum[key] += result[key];
  }
  console.log('');
  for (const [outcome, seconds, name] of table) console.log(`${outcome}  ${seconds.padStart(6)} s  ${name}`);
  console.log(`\n${sum.passed} passed, ${sum.failed} failed${sum.skipped > 0 ? `, ${sum.skipped} skipped` : ''}`);
  process.exitCode = sum.failed > 0 ? 1 : 0;
} catch (error) {
  console.error(error.message);
  console.log('\n0 passed, 1 failed');
  process.exitCode = 1;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
