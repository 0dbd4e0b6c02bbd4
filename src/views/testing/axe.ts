// What axe-core finds in the page of a component test.
import axe from 'axe-core';

/** A line a violation: which rule, and where. A part of a page has no landmarks and no first heading of its own. */
export async function findViolations(): Promise<string[]> {
  const rules = { region: { enabled: false }, 'page-has-heading-one': { enabled: false } };
  const { violations } = await axe.run(document.body, { rules });
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
}
