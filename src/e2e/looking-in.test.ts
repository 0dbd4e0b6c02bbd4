// Looking into a captured packet on the built site: fields beside bytes, linked, before and after an analysis.
import { gzipSync } from 'node:zlib';
import { expect } from 'vitest';
import { test } from './page.ts';
import { analyze, findViolations, makeFile, openFiles } from './steps.ts';

/** A pcap file (draft-ietf-opsawg-pcap) of ARP requests (RFC 826) of Ethernet. */
function captureOf(count: number): Buffer {
  const words = (...values: number[]) => {
    const bytes = Buffer.alloc(4 * values.length);
    values.forEach((value, index) => bytes.writeUInt32LE(value, 4 * index));
    return bytes;
  };
  const records = Array.from({ length: count }, (_, index) => {
    const addresses = `02000000000ac000020a000000000000c00002${(index % 256).toString(16).padStart(2, '0')}`;
    const packet = Buffer.from(`ffffffffffff02000000000a08060001080006040001${addresses}`, 'hex');
    return Buffer.concat([words(1725530000 + index, 0, packet.length, packet.length), packet]);
  });
  return Buffer.concat([words(0xa1b2c3d4, 0x00040002, 0, 0, 262144, 1), ...records]);
}

for (const form of ['plain', 'gzip'] as const) {
  test(`a packet is looked into from its file, ${form}`, async ({ newVisit }) => {
    const visit = await newVisit({ viewport: { width: 1280, height: 900 } });
    await visit.open();
    const { page } = visit;
    const bytes = captureOf(40);
    await openFiles(page, [makeFile('lab.pcap', form === 'gzip' ? gzipSync(bytes) : bytes)]);
    const first = page.locator('[data-cell="3:1"]');
    await first.waitFor();
    const row = page.getByRole('row').filter({ has: first });
    await expect.poll(() => row.textContent()).toMatch(/02:00:00:00:00:0a.*ff:ff:ff:ff:ff:ff.*ARP/);
    await first.click();
    const target = page.getByRole('treeitem', { name: /Target IP address 192\.0\.2\.3/ });
    await target.hover();
    // Four bytes, each in both columns.
    await expect.poll(() => page.locator('.lit').allTextContents()).toEqual(['c0 ', '00 ', '02 ', '03 ', '·', '·', '·', '·']); // prettier-ignore
    await page.locator('.hex [data-at="21"]').click();
    await expect.poll(() => page.locator('[role=treeitem][aria-selected=true]').textContent()).toContain('arp.opcode');
    await analyze(page);
    await page.getByRole('region', { name: 'Why row 4?' }).waitFor();
    expect(await page.getByRole('treeitem', { name: /Opcode request \(1\)/ }).count()).toBe(1);
  });
}

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [360, 1280]) {
    test(`axe-core finds nothing in it, ${colorScheme}, ${width} px`, async ({ newVisit }) => {
      const visit = await newVisit({ colorScheme, viewport: { width, height: 800 }, reducedMotion: 'reduce' });
      await visit.open();
      await openFiles(visit.page, [makeFile('lab.pcap', captureOf(40))]);
      await visit.page.locator('[data-cell="3:1"]').click();
      await visit.page.getByRole('treeitem', { name: /Opcode/ }).click();
      expect(await findViolations(visit.page)).toEqual([]);
      // Nothing is wider than the page.
      expect(await visit.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    });
  }
}
