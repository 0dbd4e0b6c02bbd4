// Opens the alerts: a late script, since the database's worker comes with it.
import { createAlertClient } from '../alerts/client.ts';
import type { AppState } from './app.svelte.ts';
import { Inbox } from './inbox.svelte.ts';

export function openInbox({ notices, models }: AppState): Inbox {
  return new Inbox(createAlertClient(), notices, () => models.askToKeep(true));
}
