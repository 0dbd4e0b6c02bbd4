// What lists, filters and rules need to know of an alert, in few bytes: a line of the index.
import { type Address, parseAddress } from '../packets/address-kinds.ts';
import type { Alert, AlertState, Resolution } from './types.ts';

/** A host of some alert. There is one object for each text, so that what is found out of it is found out once. */
export interface Host {
  /** From 0. */
  readonly place: number;
  readonly text: string;
  readonly lower: string;
  readonly address: Address;
}

const hosts = new Map<string, Host>();

export const hostCount = (): number => hosts.size;

export function internHost(text: string): Host {
  let host = hosts.get(text);
  if (host === undefined) {
    host = { place: hosts.size, text, lower: text.toLowerCase(), address: parseAddress(text) };
    hosts.set(text, host);
  }
  return host;
}

/** Of a service: IP protocol, port and ethertype, -1 where there is none. */
export type BriefService = readonly [proto: number, port: number, ethertype: number];

export interface Brief {
  readonly id: string;
  readonly state: AlertState;
  readonly resolution: Resolution | null;
  readonly created: number;
  readonly updated: number;
  readonly first: number | null;
  readonly last: number | null;
  readonly packets: number;
  readonly weight: number;
  /** Fingerprints. */
  readonly model: string;
  readonly traffic: string;
  readonly hub: Host | null;
  readonly sources: readonly Host[];
  readonly destinations: readonly Host[];
  readonly services: readonly BriefService[];
  /** There are more of them than are listed. */
  readonly moreSources: boolean;
  readonly moreDestinations: boolean;
  readonly moreServices: boolean;
  /** Its first feature, or ''. */
  readonly feature: string;
  /** Title, notes and names in lower case. Hosts are searched by themselves. */
  readonly text: string;
  /** The rule that hides it: what `Pages.judge` found last. A field, as 100,000 look-ups in a map take 60 ms. */
  hiddenBy: string | null;
}

const STATES: readonly AlertState[] = ['new', 'acknowledged', 'closed'];
const RESOLUTIONS: readonly (Resolution | null)[] = [null, 'true_positive', 'false_positive', 'benign', 'duplicate'];

export function briefOf({ id, finding, model, traffic, notes, ...alert }: Alert): Brief {
  const texts = [finding.title, model.name, traffic.name, ...notes.map((note) => note.text)];
  return {
    id,
    state: alert.state,
    resolution: alert.resolution,
    created: alert.created,
    updated: alert.updated,
    first: finding.first,
    last: finding.last,
    packets: finding.packets,
    weight: finding.weight,
    model: model.fingerprint,
    traffic: traffic.fingerprint,
    hub: finding.hub === null ? null : internHost(finding.hub),
    sources: finding.sources.map(({ host }) => internHost(host)),
    destinations: finding.destinations.map(({ host }) => internHost(host)),
    services: finding.services.map(({ proto, port, ethertype }) => [proto, port ?? -1, ethertype ?? -1] as const),
    moreSources: finding.sourceCount > finding.sources.length,
    moreDestinations: finding.destinationCount > finding.destinations.length,
    moreServices: finding.serviceCount > finding.services.length,
    feature: finding.features[0]?.feature ?? '',
    text: texts.join('\n').toLowerCase(),
    hiddenBy: null,
  };
}

/** Texts that come again and again, by place. */
type Row = [
  id: string,
  state: number,
  resolution: number,
  created: number,
  updated: number,
  first: number | null,
  last: number | null,
  packets: number,
  weight: number,
  model: number,
  traffic: number,
  hub: number,
  feature: number,
  /** 1: more sources, 2: more destinations, 4: more services. */
  more: number,
  text: string,
  sources: number[],
  destinations: number[],
  /** Three numbers each. */
  services: number[],
];

/** A sheet of the index as text. */
export function writeBriefs(briefs: readonly Brief[]): string {
  const places = new Map<string, number>();
  const placeOf = (text: string): number => {
    const place = places.get(text) ?? places.size;
    places.set(text, place);
    return place;
  };
  const rows = briefs.map((brief): Row => [
    brief.id,
    STATES.indexOf(brief.state),
    RESOLUTIONS.indexOf(brief.resolution),
    brief.created,
    brief.updated,
    brief.first,
    brief.last,
    brief.packets,
    brief.weight,
    placeOf(brief.model),
    placeOf(brief.traffic),
    brief.hub === null ? -1 : placeOf(brief.hub.text),
    placeOf(brief.feature),
    Number(brief.moreSources) + 2 * Number(brief.moreDestinations) + 4 * Number(brief.moreServices),
    brief.text,
    brief.sources.map(({ text }) => placeOf(text)),
    brief.destinations.map(({ text }) => placeOf(text)),
    brief.services.flat(),
  ]);
  return JSON.stringify([[...places.keys()], rows]);
}

/** What `writeBriefs` wrote. */
export function readBriefs(sheet: string): Brief[] {
  const [texts, rows] = JSON.parse(sheet) as [string[], Row[]];
  const known: (Host | undefined)[] = [];
  const hostAt = (place: number): Host => (known[place] ??= internHost(texts[place]));
  return rows.map((row) => {
    const numbers = row[17];
    const services: BriefService[] = [];
    for (let i = 0; i < numbers.length; i += 3) services.push([numbers[i], numbers[i + 1], numbers[i + 2]]);
    return {
      id: row[0],
      state: STATES[row[1]],
      resolution: RESOLUTIONS[row[2]],
      created: row[3],
      updated: row[4],
      first: row[5],
      last: row[6],
      packets: row[7],
      weight: row[8],
      model: texts[row[9]],
      traffic: texts[row[10]],
      hub: row[11] < 0 ? null : hostAt(row[11]),
      sources: row[15].map(hostAt),
      destinations: row[16].map(hostAt),
      services,
      moreSources: (row[13] & 1) !== 0,
      moreDestinations: (row[13] & 2) !== 0,
      moreServices: (row[13] & 4) !== 0,
      feature: texts[row[12]],
      text: row[14],
      hiddenBy: null,
    };
  });
}
