// How the pictures, tables and lists of a report look.
import { html } from './html.ts';

export const PARTS = html`<style>
  figure {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 6px;
  }
  svg {
    display: block;
    width: 100%;
  }
  .strip {
    border-bottom: 1px solid var(--muted);
  }
  .strip.calm {
    height: 130px;
    fill: var(--calm);
  }
  .strip.odd {
    height: 64px;
    fill: var(--odd);
  }
  .strip.scores {
    height: 150px;
  }
  .strip .line {
    stroke: var(--ink);
    stroke-width: 2;
    stroke-dasharray: 5 4;
    vector-effect: non-scaling-stroke;
  }
  rect.calm {
    fill: var(--calm);
  }
  rect.odd {
    fill: var(--odd);
  }
  rect.back {
    fill: var(--soft);
  }
  .h1 {
    fill: var(--heat-1);
    background: var(--heat-1);
  }
  .h2 {
    fill: var(--heat-2);
    background: var(--heat-2);
  }
  .h3 {
    fill: var(--heat-3);
    background: var(--heat-3);
  }
  .h4 {
    fill: var(--heat-4);
    background: var(--heat-4);
  }
  .h5 {
    fill: var(--heat-5);
    background: var(--heat-5);
  }
  .swatch {
    display: inline-block;
    width: 14px;
    height: 11px;
    border: 1px solid var(--edge);
    vertical-align: -1px;
  }
  .swatch.calm {
    background: var(--calm);
  }
  .swatch.odd {
    background: var(--odd);
  }
  .swatch + .swatch {
    margin-left: -1px;
  }
  .scale {
    display: grid;
    grid-template-columns: repeat(4, 1fr);
    color: var(--muted);
    font-size: 12px;
    line-height: 1.2;
    overflow-wrap: normal;
    white-space: nowrap;
  }
  .scale span {
    padding: 3px 0 0 4px;
    border-left: 1px solid var(--muted);
  }
  .scale .last {
    display: flex;
    justify-content: space-between;
    gap: 8px;
    padding-right: 4px;
    border-right: 1px solid var(--muted);
  }
  .scale b {
    font-weight: 400;
  }
  .heat {
    height: 17px;
  }
  .bar {
    height: 6px;
    margin: 2px 0 3px;
  }
  .scroll {
    overflow-x: auto;
  }
  table {
    width: 100%;
    border-collapse: collapse;
    font-size: 13.5px;
  }
  th,
  td {
    padding: 4px 0 4px 14px;
    border-top: 1px solid var(--edge);
    font-variant-numeric: tabular-nums;
    overflow-wrap: normal;
    text-align: right;
    vertical-align: top;
  }
  thead th {
    border-top: 0;
    color: var(--muted);
    font-size: 12.5px;
    white-space: nowrap;
  }
  th:first-child,
  td:first-child {
    padding-left: 0;
    text-align: left;
  }
  tbody th {
    font-weight: 500;
  }
  td {
    white-space: nowrap;
  }
  .name {
    overflow-wrap: anywhere;
  }
  .glance th,
  .files th,
  .files td:nth-child(2),
  .files td:last-child {
    text-align: left;
  }
  .files td:last-child {
    white-space: normal;
  }
  .glance {
    min-width: 560px;
  }
  .numbers .name {
    min-width: 15ch;
  }
  .heats {
    min-width: 620px;
    table-layout: fixed;
  }
  .heats th,
  .heats td {
    width: 66px;
    vertical-align: middle;
  }
  .heats th:first-child,
  .heats td:first-child {
    width: 150px;
  }
  .heats .cells {
    width: auto;
    text-align: left;
  }
  .heats tfoot td {
    padding-top: 0;
    border-top: 0;
  }
  .heats tbody td.cells {
    padding-block: 2px;
  }
  .halves {
    display: grid;
    grid-template-columns: minmax(0, 3fr) minmax(0, 2fr);
    gap: 8px 28px;
  }
  .reasons,
  .counts,
  .examples,
  .plain {
    display: grid;
    gap: 4px;
    padding: 0;
    list-style: none;
  }
  .reasons {
    gap: 10px;
    font-size: 14px;
  }
  .reason,
  .counts li {
    display: flex;
    flex-wrap: wrap;
    justify-content: space-between;
    gap: 0 12px;
  }
  .who {
    display: grid;
    align-content: start;
    gap: 10px;
    font-size: 13.5px;
  }
  .counts li + li,
  .counts {
    gap: 2px;
  }
  .examples {
    font-size: 12.5px;
  }
  .number {
    color: var(--muted);
  }
  .tops {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(420px, 100%), 1fr));
    gap: 18px 30px;
  }
  .hash {
    overflow-wrap: anywhere;
  }
  summary {
    color: var(--action);
    font-size: 13px;
    cursor: pointer;
  }
  footer {
    margin-top: 20px;
    color: var(--muted);
    font-size: 13px;
  }
</style>`;
