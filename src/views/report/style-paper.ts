// How a report looks on narrow screens and on paper.
import { html } from './html.ts';

export const PAPER = html`<style>
  @media (width < 620px) {
    body {
      padding: 16px 10px 32px;
    }
    section {
      padding: 14px 12px;
    }
    .halves {
      grid-template-columns: minmax(0, 1fr);
    }
    figure > .scale {
      grid-template-columns: repeat(2, 1fr);
    }
    figure > .scale span:nth-child(2),
    figure > .scale .last b:first-child {
      display: none;
    }
    figure > .scale .last {
      justify-content: end;
      border-left: 0;
    }
    figure > .scale span:nth-child(3) {
      grid-column: 2;
      grid-row: 1;
    }
    figure > .scale .last {
      grid-column: 2;
      grid-row: 1;
    }
  }
  @page {
    margin: 17mm 14mm 16mm;
    @top-left {
      content: 'Net Anomaly: traffic report';
      color: #5a636e;
      font:
        9pt system-ui,
        sans-serif;
    }
    @bottom-right {
      content: 'Page ' counter(page) ' of ' counter(pages);
      color: #5a636e;
      font:
        9pt system-ui,
        sans-serif;
    }
  }
  @media print {
    :root {
      color-scheme: only light;
      --paper: #fff;
      --card: #fff;
    }
    * {
      print-color-adjust: exact;
    }
    body {
      max-width: none;
      padding: 0;
      font-size: 10pt;
    }
    section {
      margin-top: 14pt;
      padding: 0;
      border: 0;
    }
    .scroll {
      overflow: visible;
    }
    .glance,
    .heats {
      min-width: 0;
    }
    h2,
    h3,
    h4,
    h2 + .muted,
    .key,
    thead {
      break-after: avoid;
    }
    article,
    figure,
    tr,
    li,
    .top,
    .facts,
    .note {
      break-inside: avoid;
    }
    thead {
      display: table-header-group;
    }
    tfoot {
      display: table-row-group;
    }
    details > summary {
      display: none;
    }
    a {
      color: inherit;
      text-decoration: none;
    }
  }
</style>`;
