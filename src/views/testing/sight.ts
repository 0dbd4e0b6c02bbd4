// What a person sees of the mounted page: its words, and its buttons by theirs.
const words = (element: Element) => element.textContent!.replace(/\s+/g, ' ');

/** All words of the page. */
export const text = () => words(document.body);

/** The first button whose words match. */
export const button = (name: RegExp) =>
  [...document.querySelectorAll('button')].find((one) => name.test(words(one).trim()))!;
