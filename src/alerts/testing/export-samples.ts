// Alerts of all sorts for the tests of exports, and their files read back.
import { exportAlerts } from '../export/export.ts';
import type { Alert, AlertExport } from '../types.ts';
import { sampleAlert } from './sample-alert.ts';

export const fileOf = (alerts: Alert[], format: AlertExport) => exportAlerts(alerts, format);
export const textOf = async (alerts: Alert[], format: AlertExport) => (await fileOf(alerts, format)).text();
// oxlint-disable-next-line no-explicit-any -- documents of any form
export const documentOf = async (alert: Alert, format: AlertExport): Promise<any> =>
  JSON.parse(await textOf([alert], format)) as unknown;

/** Frames of ARP, MAC addresses, no times, no ports. */
export const frames = (ethertype: number) =>
  sampleAlert({
    kind: 'other',
    first: null,
    last: null,
    rarity: null,
    hub: '00:1b:44:11:3a:b7',
    sources: [{ host: '00:1b:44:11:3a:b7', packets: 424 }],
    destinations: [{ host: 'ff:ff:ff:ff:ff:ff', packets: 424 }],
    services: [{ proto: 255, port: null, ethertype, packets: 424 }],
    serviceCount: 1,
    examples: [
      {
        row: 1,
        score: 0.8,
        packet: { src: '00:1b:44:11:3a:b7', dst: 'ff:ff:ff:ff:ff:ff', size: 60, proto: 255 },
      },
    ],
  });

/** 400 hosts send to one; twenty of them are listed. */
export const flood = sampleAlert({
  kind: 'flood',
  hub: '2001:db8::1',
  sources: Array.from({ length: 20 }, (_, i) => ({ host: `2001:db8:1::${i + 1}`, packets: 1 })),
  sourceCount: 400,
  destinations: [{ host: '2001:db8::1', packets: 424 }],
  services: [{ proto: 17, port: 53, ethertype: 0x86dd, packets: 424 }],
  serviceCount: 1,
  examples: [
    {
      row: 1,
      score: 0.8,
      packet: { src: '2001:db8:1::1', dst: '2001:db8::1', size: 90, proto: 17, src_port: 5000, dst_port: 53 },
    },
  ],
});

export const hostile = 'He said "x", then\r\n=HYPERLINK("http://x");=1+1\u0000\u001b[31m\u2028end\ud800';
export const odd = sampleAlert(
  { title: hostile },
  {
    state: 'closed',
    resolution: 'false_positive',
    notes: [
      { at: 1725540000000, text: '=cmd' },
      { at: 1725540001000, text: hostile },
    ],
    traffic: { fingerprint: 'c', name: '@SUM(1,2).pcap' },
    model: { fingerprint: 'd', name: '-2+3' },
  },
);

export const all = [sampleAlert(), frames(0x0806), frames(0x88cc), flood, odd];
