// Which page is shown. The address's fragment names it, and holds settings at most: never data.

export const PAGES = ['traffic', 'alerts', 'models', 'guide'] as const;
export type PageName = (typeof PAGES)[number];

export const PAGE_TITLES: Readonly<Record<PageName, string>> = {
  traffic: 'Traffic',
  alerts: 'Alerts',
  models: 'Models',
  guide: 'Guide',
};

/** The page that a fragment names, or null for a fragment that is no page's. */
export function pageOf(fragment: string): PageName | null {
  const name = /^#\/([a-z]+)/.exec(fragment)?.[1];
  return PAGES.find((page) => page === name) ?? null;
}

export class Router {
  page = $state<PageName>('traffic');

  /** Follows the address bar. Returns how to stop. */
  start(): () => void {
    const follow = () => {
      const page = pageOf(location.hash);
      if (page !== null) this.page = page;
    };
    follow();
    window.addEventListener('hashchange', follow);
    return () => window.removeEventListener('hashchange', follow);
  }

  /** To be called by a click on a page's link: shows the page at once, before the address bar has followed. */
  clicked(event: MouseEvent, page: PageName): void {
    const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
    if (!elsewhere) this.page = page;
  }

  go(page: PageName): void {
    // Whatever else the page's address holds stays.
    if (pageOf(location.hash) !== page) location.hash = `#/${page}`;
    this.page = page;
  }
}
