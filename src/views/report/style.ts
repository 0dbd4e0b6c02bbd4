// The style of a report: the site's colours, light and dark, and text. It stands in the file itself, which asks for nothing.
import { html } from './html.ts';

import { PAPER } from './style-paper.ts';
import { PARTS } from './style-parts.ts';

const TEXT = html`<style>
  :root {
    color-scheme: light dark;
    --paper: #f7f6f3;
    --card: #fff;
    --soft: #efece5;
    --edge: #e3e0d8;
    --ink: #1d232b;
    --muted: #5a636e;
    --action: #1f5fa8;
    --calm: #8fb3d9;
    --odd: #c9502f;
    --heat-1: #f3eee2;
    --heat-2: #f5d98f;
    --heat-3: #eda552;
    --heat-4: #d2622f;
    --heat-5: #8f1f33;
    --mono: ui-monospace, 'SF Mono', 'Cascadia Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace;
  }
  @media screen and (prefers-color-scheme: dark) {
    :root {
      --paper: #14171c;
      --card: #1b1f26;
      --soft: #262c35;
      --edge: #2c323b;
      --ink: #e6e8eb;
      --muted: #a3acb8;
      --action: #6cb6ff;
      --calm: #3a6ea5;
      --odd: #ffbf69;
      --heat-1: #2b303a;
      --heat-2: #5f4a26;
      --heat-3: #9a6a26;
      --heat-4: #dc9538;
      --heat-5: #ffd591;
    }
  }
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  body {
    max-width: 1000px;
    margin: 0 auto;
    padding: 28px 24px 48px;
    background: var(--paper);
    color: var(--ink);
    font:
      15px/1.5 system-ui,
      -apple-system,
      'Segoe UI',
      Roboto,
      'Noto Sans',
      'Helvetica Neue',
      Arial,
      sans-serif;
    overflow-wrap: anywhere;
    text-size-adjust: 100%;
  }
  h1,
  h2,
  h3,
  h4,
  p,
  ul,
  dl,
  dd,
  figure {
    margin: 0;
  }
  h1 {
    font-size: 27px;
    line-height: 1.2;
  }
  h2 {
    font-size: 19px;
    line-height: 1.3;
  }
  h3 {
    font-size: 16px;
    line-height: 1.35;
  }
  h4 {
    color: var(--muted);
    font-size: 13px;
  }
  a {
    color: var(--action);
    text-underline-offset: 2px;
  }
  :focus-visible {
    outline: 2px solid var(--action);
    outline-offset: 2px;
  }
  .mono {
    font-family: var(--mono);
    font-size: 0.92em;
  }
  .muted,
  figcaption,
  .key {
    color: var(--muted);
    font-size: 13px;
  }
  .brand {
    color: var(--muted);
    font-weight: 600;
    letter-spacing: 0.02em;
  }
  header {
    display: grid;
    gap: 6px;
  }
  section,
  article {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 10px;
  }
  section {
    margin-top: 18px;
    padding: 18px 20px;
    border: 1px solid var(--edge);
    border-radius: 10px;
    background: var(--card);
  }
  article {
    gap: 8px;
    margin-top: 6px;
    padding-top: 16px;
    border-top: 1px solid var(--edge);
  }
  .answer {
    font-size: 22px;
    font-weight: 650;
    line-height: 1.25;
  }
  .facts {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(118px, 1fr));
    gap: 12px 20px;
  }
  .facts dt {
    color: var(--muted);
    font-size: 12.5px;
    font-weight: 600;
  }
  .facts dd {
    font-size: 16px;
    font-variant-numeric: tabular-nums;
  }
  .worst {
    display: grid;
    gap: 4px;
    padding-left: 22px;
    margin: 0;
  }
  .note {
    padding: 10px 14px;
    border-left: 4px solid var(--odd);
    border-radius: 4px;
    background: var(--soft);
  }
</style>`;

export const STYLE = [TEXT, PARTS, PAPER];
