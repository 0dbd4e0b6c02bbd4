// Between whom a finding's packets went: every entry stands, also those that read the same.
import { flushSync, mount, unmount } from 'svelte';
import { expect, test } from 'vitest';
import { fakeFinding } from '../testing/fake-alerts.ts';
import FindingEnds from './FindingEnds.svelte';

test('two ethertypes of one name are two services', async () => {
  // Both are HSR in packets/ethertypes.ts.
  const services = [0x892f, 0x8942].map((ethertype) => ({ proto: 255, port: null, ethertype, packets: 3 }));
  const finding = { ...fakeFinding(0), sources: [], destinations: [], services, serviceCount: 2 };
  const component = mount(FindingEnds, { target: document.body, props: { finding } });
  flushSync();
  expect(document.querySelectorAll('li')).toHaveLength(2);
  await unmount(component);
});

test('a host without an address is said to have none', async () => {
  const sources = [
    { host: '', packets: 3 },
    { host: '10.0.0.1', packets: 2 },
  ];
  const finding = { ...fakeFinding(0), sources, sourceCount: 2, destinations: [], services: [], serviceCount: 0 };
  const component = mount(FindingEnds, { target: document.body, props: { finding } });
  flushSync();
  const entries = [...document.querySelectorAll('li')].map((entry) => entry.textContent!.trim());
  expect(entries).toEqual(['no address 3', '10.0.0.1 2']);
  await unmount(component);
});
