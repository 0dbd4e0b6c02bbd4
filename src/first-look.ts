// The page as it stands before anything is open, as HTML: the build writes it into the page, so that it is seen before its scripts.
import type { ComponentProps } from 'svelte';
import { render } from 'svelte/server';
import App from './App.svelte';
import { PAGES } from './state/router.svelte.ts';

/** What the frame and the empty page read of the state, before there is one. */
const nothing = {
  session: {
    task: { running: false, progress: null },
    paste: { open: false },
    loaded: null,
    pending: null,
    failure: null,
    analysis: null,
    judge: null,
  },
  models: { list: [], chosenId: null },
  notices: { list: [], spoken: '' },
  router: { page: 'traffic' },
  inbox: null,
  findings: null,
  link: null,
};

/** HTML without scripts and styles. Of the classes that the components' styles have in the same build. */
export function renderFirstLook(): string {
  const props = { app: nothing, scripting: {} } as unknown as ComponentProps<typeof App>;
  const { body } = render(App, { props });
  // An address that names another page has one of these for its target, and theme.css then hides the first look.
  const elsewhere = PAGES.filter((page) => page !== nothing.router.page).map((page) => `<i id="/${page}"></i>`);
  // Comments are for hydration, which is not done: the page draws itself anew.
  return elsewhere.join('') + body.replace(/<!--.*?-->/g, '');
}
