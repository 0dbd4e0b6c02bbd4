// Everything that lives as long as the tab, one instance each.
import type { EngineClient } from '../engine/types.ts';
import type { ModelStore } from '../model/store.ts';
import type { Findings } from './findings.svelte.ts';
import type { Inbox } from './inbox.svelte.ts';
import { Models } from './models.svelte.ts';
import { Notices } from './notices.svelte.ts';
import { Router } from './router.svelte.ts';
import { Session } from './session.svelte.ts';
import type { TrafficLink } from './traffic-link.svelte.ts';

export class AppState {
  readonly notices = new Notices();
  readonly router = new Router();
  readonly models: Models;
  readonly session: Session;
  /** The alerts; null until their script has come. */
  inbox = $state.raw<Inbox | null>(null);
  /** The same of findings, which need the alerts. */
  findings = $state.raw<Findings | null>(null);

  /** What the page shows as a link, and the link that it was opened with; null until its script has come. */
  link = $state.raw<TrafficLink | null>(null);

  constructor(engine: EngineClient, store: ModelStore) {
    this.models = new Models(store, engine, this.notices);
    this.session = new Session(engine, this.models, this.notices);
  }

  /** Rejects where the script of the alerts cannot be fetched. */
  async openInbox(): Promise<Inbox> {
    const { openInbox } = await import('./open-inbox.ts');
    return (this.inbox ??= openInbox(this));
  }
}
