// The JSON test suite through the batch reader, where the suite is there.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { compileCore } from '../base/whole-core.ts';
import { DEFAULT_FOLDER, checkSuite } from './json.ts';
import { IMPLEMENTATION_DEFINED } from './json-pins.ts';

const folder = join(fileURLToPath(new URL('../..', import.meta.url)), DEFAULT_FOLDER);
const isThere = existsSync(folder);
if (!isThere) console.warn(`Skipped: the JSON test suite is not at ${DEFAULT_FOLDER}.`);

test.skipIf(!isThere)(
  'the JSON test suite is read as it says, at chunks of 1, 7 and 65,536 bytes (skipped where it is not beside the project)',
  async () => {
    const lines = [...checkSuite(await compileCore(), folder)];
    expect(lines.filter(({ good }) => !good)).toEqual([]);
    expect(lines.filter(({ document }) => document.startsWith('i_'))).toHaveLength(
      Object.keys(IMPLEMENTATION_DEFINED).length,
    );
  },
);
