// Which alerts a filter shows, and in which order.
import { type Cidr, isInCidr, parseCidr } from '../packets/address-kinds.ts';
import { protocolNumber } from '../packets/protocols.ts';
import type { Brief, BriefService } from './brief.ts';
import { rememberHosts } from './rules.ts';
import type { AlertFilter, AlertOrder } from './types.ts';

/** Names that people search for. Source: IANA, "Service Name and Transport Protocol Port Number Registry". */
const PORTS: Readonly<Record<string, readonly number[]>> = {
  ftp: [21],
  ssh: [22],
  telnet: [23],
  smtp: [25],
  dns: [53],
  domain: [53],
  dhcp: [67, 68],
  tftp: [69],
  http: [80],
  kerberos: [88],
  pop3: [110],
  ntp: [123],
  netbios: [137, 138, 139],
  imap: [143],
  snmp: [161, 162],
  ldap: [389],
  https: [443],
  smb: [445],
  syslog: [514],
  modbus: [502],
  ldaps: [636],
  ms_sql: [1433],
  mqtt: [1883],
  mysql: [3306],
  rdp: [3389],
  sip: [5060],
  mdns: [5353],
  llmnr: [5355],
  postgresql: [5432],
};

const ETHERTYPES: Readonly<Record<string, number>> = { arp: 0x0806, lldp: 0x88cc };

/** `tcp/22`, `22`, `dns`, `tcp`; what is none of these is no service at all. */
function compileService(text: string): (service: BriefService) => boolean {
  const [before, after] = text.includes('/') ? text.split('/', 2) : [null, text];
  const proto = before === null ? null : protocolNumber(before);
  if (before !== null && proto === null) return () => false;
  const ports = /^\d{1,5}$/.test(after) ? [Number(after)] : Object.hasOwn(PORTS, after) ? PORTS[after] : null;
  if (ports !== null) return ([each, port]) => ports.includes(port) && (proto === null || each === proto);
  if (proto !== null) return ([each]) => after === '' && each === proto;
  if (Object.hasOwn(ETHERTYPES, after)) return ([, , ethertype]) => ethertype === ETHERTYPES[after];
  const named = protocolNumber(after);
  return ([each]) => each === named;
}

/** Whether an alert is shown. Rules are the caller's. */
export function compileFilter(filter: AlertFilter): (brief: Brief) => boolean {
  const tests: ((brief: Brief) => boolean)[] = [];
  const { states, resolutions, model, traffic, from, to } = filter;
  if (states.length > 0) tests.push(({ state }) => states.includes(state));
  if (resolutions.length > 0) tests.push(({ resolution }) => resolution !== null && resolutions.includes(resolution));
  if (model !== '') tests.push((brief) => brief.model === model);
  if (traffic !== '') tests.push((brief) => brief.traffic === traffic);
  if (from !== null) tests.push(({ last }) => last !== null && last >= from);
  if (to !== null) tests.push(({ first }) => first !== null && first <= to);
  const host = filter.host.trim().toLowerCase();
  if (host !== '') {
    const block = parseCidr(host);
    const isBlock = (given: typeof block): given is Cidr => given !== null && given !== 'bad prefix';
    const test = rememberHosts(isBlock(block) ? ({ address }) => isInCidr(address, block) : ({ lower }) => lower.includes(host)); // prettier-ignore
    tests.push(({ sources, destinations, hub }) => sources.some(test) || destinations.some(test) || (hub !== null && test(hub))); // prettier-ignore
  }
  const service = filter.service.trim().toLowerCase();
  if (service !== '') {
    const test = compileService(service);
    tests.push(({ services }) => services.some(test));
  }
  for (const word of filter.text.toLowerCase().split(/\s+/).filter(Boolean)) {
    const test = rememberHosts(({ lower }) => lower.includes(word));
    tests.push(({ text, sources, destinations }) => text.includes(word) || sources.some(test) || destinations.some(test)); // prettier-ignore
  }
  return (brief) => tests.every((test) => test(brief));
}

const byId = (a: Brief, b: Brief): number => (a.id < b.id ? -1 : 1);

/** Which of two comes first. 'newest': stored last; of one analysis the weightiest. */
export const COMPARE: Readonly<Record<AlertOrder, (a: Brief, b: Brief) => number>> = {
  newest: (a, b) => b.created - a.created || b.weight - a.weight || byId(a, b),
  oddest: (a, b) => b.weight - a.weight || b.created - a.created || byId(a, b),
  changed: (a, b) => b.updated - a.updated || b.weight - a.weight || byId(a, b),
  packets: (a, b) => b.packets - a.packets || b.weight - a.weight || byId(a, b),
};
