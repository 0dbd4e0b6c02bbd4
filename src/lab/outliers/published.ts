// scikit-learn's figures for the sets of a folder, as measured beforehand: published_iforest.csv.
import { existsSync, readFileSync } from 'node:fs';
import { InputError } from '../../base/errors.ts';
import type { Spread } from './measures.ts';

export interface PublishedFigures {
  auroc: Spread;
  averagePrecision: Spread;
}

/** Figures by the name of the set; empty where there is no such file. Throws InputError with the line that is wrong. */
export function readPublished(path: string): Map<string, PublishedFigures> {
  return existsSync(path) ? parsePublished(readFileSync(path, 'utf8'), path) : new Map<string, PublishedFigures>();
}

/** A table with a header; a row without scikit-learn's figures is left out. */
export function parsePublished(text: string, path: string): Map<string, PublishedFigures> {
  const figures = new Map<string, PublishedFigures>();
  const [header, ...rows] = text
    .trim()
    .split(/\r?\n/)
    .map((line) => line.split(','));
  rows.forEach((cells, index) => {
    const refuse = (why: string): never => {
      throw new InputError(`${path}, line ${index + 2}: ${why}`);
    };
    const cell = (column: string): string => {
      const place = header.indexOf(column);
      if (place === -1) throw new InputError(`${path}, line 1: there is no column "${column}".`);
      return cells[place] ?? refuse(`there are ${cells.length} of ${header.length} cells.`);
    };
    const number = (column: string): number => {
      const value = cell(column) === '' ? Number.NaN : Number(cell(column));
      return Number.isFinite(value) && value >= 0 ? value : refuse(`"${cell(column)}" is no figure for ${column}.`);
    };
    if (cell('sklearn_auroc_mean') === '') return;
    const count = number('sklearn_seeds');
    if (count < 1) refuse('sklearn_seeds must be at least 1.');
    figures.set(cell('name'), {
      auroc: { mean: number('sklearn_auroc_mean'), std: number('sklearn_auroc_std'), count },
      averagePrecision: { mean: number('sklearn_ap_mean'), std: number('sklearn_ap_std'), count },
    });
  });
  return figures;
}
