// Leaves the styles of late components to their scripts: Vite would put them into the one sheet that the first look waits
// for. The page's policy forbids style elements, but not sheets that a script makes.

/** Components that come with late scripts, which is proved below. */
const LATE =
  /\/views\/PopupForm\.svelte$|\/views\/(alerts|dashboard|guide|models)\/\w+\.svelte$|\/views\/traffic\/(?!(Empty|Failure|Paste|Pending|Place|Problem|Traffic)\w*\.svelte)\w+\.svelte$/;

/** What Svelte's plugin writes for the styles of a component; it knows them again by the end of the query. */
const STYLES = /import ["']([^"'?]+\.svelte\?)(svelte&type=style&lang\.css)["'];?/;

const ADOPT = `const lateSheet = new CSSStyleSheet();
lateSheet.replaceSync(lateStyles);
document.adoptedStyleSheets.push(lateSheet);`;

/** Vite plugin: a late component's styles come as text with its script, which hands them to the page. */
export function lateStyles() {
  return {
    name: 'net-anomaly:late-styles',
    apply: 'build',
    enforce: 'post',
    transform(code, id) {
      if (!LATE.test(id) || !STYLES.test(code)) return null;
      return {
        code: code.replace(STYLES, (_, file, query) => `import lateStyles from "${file}inline&${query}";\n${ADOPT}`),
      };
    },
    generateBundle(_, bundle) {
      const entries = Object.values(bundle).filter((chunk) => chunk.isEntry);
      const early = entries.flatMap(({ modules }) => Object.keys(modules)).find((id) => LATE.test(id));
      if (early)
        throw new Error(`${early} comes with the page, and its styles too late: see src/scripts/late-styles.mjs.`);
    },
  };
}
