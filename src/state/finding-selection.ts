// Which findings have to do with what is selected, and the selection of a finding.
import type { Finding, HostCount } from '../detect/findings/types.ts';
import { protocolKey, readServiceKey } from '../survey/keys.ts';
import { chooseAxis, edgeOf, spanOf } from '../survey/time-axis.ts';
import type { Selection } from '../survey/types.ts';

/** Of more than are listed, one that is not may still be among them. */
const has = (listed: readonly HostCount[], count: number, host: string): boolean =>
  count > listed.length || listed.some((one) => one.host === host);

/** Whether packets of a finding may be in a selection: its time overlaps, and its hosts and services are among its own. */
export function meetsSelection(finding: Finding, selection: Selection): boolean {
  const { span, host, source, destination, service, protocol } = selection;
  const { first, last, sources, sourceCount, destinations, destinationCount, services, serviceCount } = finding;
  if (span !== null && (first === null || last === null || first >= span.to || last < span.from)) return false;
  const from = (name: string) => has(sources, sourceCount, name);
  const to = (name: string) => has(destinations, destinationCount, name);
  if (host !== null && !from(host) && !to(host)) return false;
  if (source !== null && !from(source)) return false;
  if (destination !== null && !to(destination)) return false;
  const open = serviceCount > services.length;
  if (protocol !== null && !open && !services.some((one) => protocolKey(one.proto, one.ethertype ?? 0) === protocol)) {
    return false;
  }
  if (service === null || open) return true;
  const { proto, port, ethertype } = readServiceKey(service);
  // A scan's finding names no port where it has too many: then its protocol decides.
  return services.some(
    (one) =>
      one.proto === proto &&
      (one.ethertype ?? 0) === (ethertype ?? 0) &&
      (one.port === null || port === null || one.port === port),
  );
}

/** Its time, from and to times that people read, and the host that all its packets have in common. */
export function selectionOf({ first, last, hub }: Finding): Pick<Selection, 'span' | 'host'> {
  if (first === null || last === null) return { span: null, host: hub };
  const axis = chooseAxis(spanOf({ first, last }), 100);
  return { span: { from: edgeOf(axis, 0), to: edgeOf(axis, axis.count) }, host: hub };
}
