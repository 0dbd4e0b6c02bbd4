// One build, three kinds of tests: Node, components and workers in Chromium, whole pages against the built site.
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { chromiumFlags, findChromium } from './src/scripts/chromium.mjs';
import { contentSecurityPolicy } from './src/scripts/content-security-policy.mjs';
import { coreWasm } from './src/scripts/core-wasm.mjs';
import { firstLook } from './src/scripts/first-look.mjs';
import { inlineFavicon } from './src/scripts/inline-favicon.mjs';
import { lateScripts } from './src/scripts/late-scripts.mjs';
import { lateStyles } from './src/scripts/late-styles.mjs';
import { root } from './src/scripts/project.mjs';
import { trimChart } from './src/scripts/trim-chart.mjs';
import { trimPako } from './src/scripts/trim-pako.mjs';

const components = ({ emitCss = true } = {}) => [
  svelte({
    configFile: false,
    emitCss,
    // Nobody reads either: short names for scoped styles, and no version of Svelte on the window.
    compilerOptions: { discloseVersion: false, cssHash: ({ hash, filename }) => `s${hash(filename).slice(0, 4)}` },
  }),
  coreWasm(),
];

const plugins = () => [
  ...components(),
  trimChart(),
  lateScripts(),
  lateStyles(),
  inlineFavicon(),
  firstLook(components),
  contentSecurityPolicy(),
];

export default defineConfig({
  root: 'src',
  publicDir: '../public',
  // Relative, so that the site works under any sub-path.
  base: './',
  plugins: plugins(),
  worker: { format: 'iife', plugins: () => [coreWasm(), trimPako()] },
  build: {
    outDir: '../dist',
    emptyOutDir: true,
    target: 'es2023',
    // Assets as data: URLs would need holes in the policy.
    assetsInlineLimit: 0,
    // Scripts that are imported later come with the page already (lateScripts); Vite's polyfill calls fetch.
    modulePreload: false,
    // One sheet of what the page shows first; late components bring their own styles (lateStyles).
    cssCodeSplit: false,
  },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          environment: 'node',
          testTimeout: 60_000,
          // Vitest leaves one core free, which on two cores is half of them.
          maxWorkers: availableParallelism(),
          include: ['**/*.test.ts'],
          exclude: ['**/*.browser.test.ts', 'e2e/**'],
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          testTimeout: 60_000,
          // Each has a context, and so a storage, of its own.
          maxWorkers: availableParallelism(),
          include: ['**/*.browser.test.ts'],
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: { executablePath: findChromium(), args: chromiumFlags },
            }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          environment: 'node',
          include: ['e2e/**/*.test.ts'],
          // Each has a browser of its own; much of their time is waiting.
          maxWorkers: Math.min(4, availableParallelism()),
          testTimeout: 60_000,
          hookTimeout: 120_000,
          // A busy machine is no failure.
          expect: { poll: { timeout: 20_000 } },
          globalSetup: [join(root, 'src/e2e/build-site.ts')],
        },
      },
    ],
  },
});
