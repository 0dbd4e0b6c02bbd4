// Lab "features": every packet's features by the core against the reference's, in three captures or all of a folder.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { compileCore } from '../base/whole-core.ts';
import { Pacer } from '../base/pacer.ts';
import { loadTraffic } from '../ingest/load.ts';
import { type FeatureComparison, compareFeatures } from './detect/compare-features.ts';

const DEFAULT_FOLDER = '../shared/data/network/mixed';
/** A small one, a LAN, and MQTT with a scan of passwords. */
const DEFAULT_CAPTURES = ['x02_modbus_files.pcap', 'd01_synscan_insider.pcap', 'd20_sshbrute_mqtt_insider.pcap'];
/** Rows of pieces: one by one, odd ones, and all that go at once. */
const PIECES = [1, 7, 16, 1000, 8192];

function listCaptures(folder: string | undefined): string[] {
  const place = resolve(folder ?? DEFAULT_FOLDER);
  if (!existsSync(place)) throw new Error(`There is no folder ${place}: give one with captures NAME.pcap or .pcapng.`);
  const files =
    folder === undefined ? DEFAULT_CAPTURES : readdirSync(place).filter((file) => /\.pcap(ng)?$/.test(file));
  return files.toSorted().map((file) => join(place, file));
}

function findShort(name: string, { differences, resumed, unmatched, evicted, otherBits }: FeatureComparison): string[] {
  const short = differences
    .filter(({ packets }) => packets > 0)
    .map(({ feature, packets }) => `${name}: ${feature} as the reference's in every packet, not in ${packets}`);
  const after = resumed.filter(({ packets }) => packets > 0);
  short.push(...after.map(({ feature, packets }) => `${name}, resumed: ${feature} as the reference's, not in ${packets} packets`)); // prettier-ignore
  if (unmatched.length > 0) short.push(`${name}: no feature without its counterpart: ${unmatched.join(', ')}`);
  if (otherBits.length > 0) short.push(`${name}: the same bits for pieces of ${otherBits.join(', ')} rows`);
  // The comparison of more than fits would say nothing.
  if (evicted > 0) short.push(`${name}: ${evicted} entries found no room in the core's tables`);
  return short;
}

/** `folder`: captures to compare on; without one, three of the shared folder. */
export async function run(folder: string | undefined, print: (line: object) => void): Promise<object> {
  const module = await compileCore();
  const short: string[] = [];
  let [packets, values] = [0, 0];
  for (const path of listCaptures(folder)) {
    const source = { name: path, data: new Blob([readFileSync(path)]) };
    const { table } = await loadTraffic(module, [source], new Pacer());
    const comparison = await compareFeatures(module, table, PIECES);
    const greatest = (of: FeatureComparison['differences']) => Object.fromEntries(of.map((each) => [each.feature, each.greatest])); // prettier-ignore
    const { differences, resumed, ...others } = comparison;
    const differing = [...differences, ...resumed].filter(({ packets: rows }) => rows > 0);
    print({ capture: basename(path), packets: table.length, pieces: PIECES, greatest: greatest(differences), greatestResumed: greatest(resumed), differing, ...others }); // prettier-ignore
    short.push(...findShort(basename(path), comparison));
    packets += table.length;
    values += table.length * (comparison.differences.length + comparison.resumed.length);
  }
  return { short, packets, values };
}
