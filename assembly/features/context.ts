// Scores in context: what the packets of a source, and of a pair of hosts, scored lately.
import { remainder } from './arithmetic';
import { PAIR, SRC, keyOf, prepare, timeOf } from './packet';
import * as rows from './rows';
import { silence, tableAt, touch } from './table';
import { CONTEXTS, SOURCES } from './tables';

/** Half-lives a second, of a source and of a pair. */
const OF_SOURCE: f64 = 1 / 5;
const OF_PAIR: f64 = 1 / 60;
const prepared: usize = memory.data(112, 16);

/** Shares of the packet's own score, of its source's and its pair's. */
const OWN: f64 = 0.2;
const CONTEXT: f64 = 0.4;

/** Places in an entry: f64, the scores and the number of packets, as they decay. */
const SUM: usize = 16;
const WEIGHT: usize = 24;

/** (sum of z w) / (1 + sum of w) over the packets so far, this one included; a packet without such an end stands alone. */
function expectation(table: u32, key: u64, time: f64, perSecond: f64, z: f64): f64 {
  if (key == 0) return z / 2;
  const entry = touch(tableAt(table), key, 0, time);
  const left = remainder(silence, perSecond);
  const sum = load<f64>(entry, SUM) * left + z;
  const weight = load<f64>(entry, WEIGHT) * left + 1;
  store<f64>(entry, sum, SUM);
  store<f64>(entry, weight, WEIGHT);
  return sum / (1 + weight);
}

/** Writes the scores in context of the first `count` rows of the input to the first column of the output. */
export function featuresSmooth(count: u32): void {
  const packet = prepared;
  for (let row: u32 = 0; row < count; row++) {
    prepare(packet, row);
    const time = timeOf(packet);
    const z = <f64>load<f32>(rows.featuresInput() + ((<usize>row) << 2), rows.Z);
    const source = expectation(SOURCES, keyOf(packet, SRC), time, OF_SOURCE, z);
    const pair = expectation(CONTEXTS, keyOf(packet, PAIR), time, OF_PAIR, z);
    store<f32>(rows.featureAt(0, row), <f32>(OWN * z + CONTEXT * source + CONTEXT * pair));
  }
}
