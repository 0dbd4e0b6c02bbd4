// A packet by its place in the traffic, looked into below the table, whatever the table shows.
import { messageOf } from '../base/errors.ts';
import type { Session } from './session.svelte.ts';

export async function lookAt(session: Session, row: number): Promise<void> {
  const traffic = session.loaded?.report.traffic;
  if (traffic === undefined) return;
  try {
    const [packet] = await session.engine.packets(traffic, [row]);
    if (session.loaded?.report.traffic !== traffic) return;
    if (session.analysis) session.why.ask(packet);
    if (packet.frame) session.view.look.ask(packet);
  } catch (error) {
    session.notices.trouble(`The packet cannot be shown. ${messageOf(error)}`);
  }
}
