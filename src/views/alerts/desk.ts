// What the panels of rules, exports and keeping need of the inbox.
import type { AlertService } from '../../alerts/types.ts';
import type { Notices } from '../../state/notices.svelte.ts';

export interface AlertDesk {
  readonly service: AlertService;
  /** Rises with every change of alerts, rules or settings. */
  readonly edition: number;
  readonly notices: Notices;
  /** Why nothing is stored, '' when it is. */
  readonly notKept: string;
}

/** Whether the disk is full. The database says it in its own words; by its name a person is offered a backup. */
export const isFull = (error: unknown): boolean => error instanceof Error && error.name === 'QuotaError';
