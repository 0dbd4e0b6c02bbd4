// The scripts of an open traffic, which come late: on a busy machine later than what a test waits for.
import {
  chartCode,
  compareCode,
  driftCode,
  findingsCode,
  handOnCode,
  lookCode,
  tableCode,
  thresholdCode,
  trainCode,
  whyCode,
  workspaceCode,
} from '../late-code.ts';

/** Loads all that an open traffic may show; for `beforeAll`. */
export async function loadViews(): Promise<void> {
  const page = [workspaceCode, tableCode, handOnCode, driftCode, compareCode];
  const asked = [chartCode, findingsCode, lookCode, thresholdCode, trainCode, whyCode];
  await Promise.all([...page, ...asked].map((code) => code.load()));
}
