// Code that comes with the page, but that nothing which a person sees first waits for: scripts of their own.

/** A script that comes later. */
export interface LateCode<T> {
  /** The code, if it has come and was asked for before. */
  now(): T | null;
  /** Rejects when it could not be fetched. */
  load(): Promise<T>;
}

function later<T>(fetchCode: () => Promise<T>): LateCode<T> {
  let code: T | null = null;
  return {
    now: () => code,
    load: async () => (code ??= await fetchCode()),
  };
}

// src/scripts/late-scripts.mjs lists the same modules.
export const linkCode = later(() => import('./dashboard/LinkNote.svelte'));
export const chartCode = later(() => import('./chart.ts'));
export const workspaceCode = later(() => import('./traffic/Workspace.svelte'));
export const trainCode = later(() => import('./traffic/TrainPanel.svelte'));
export const featuresCode = later(() => import('./traffic/FeaturesPanel.svelte'));
export const thresholdCode = later(() => import('./traffic/ThresholdPanel.svelte'));
export const findingsCode = later(() => import('./traffic/FindingsPanel.svelte'));
export const whyCode = later(() => import('./traffic/WhyPanel.svelte'));
export const handOnCode = later(() => import('./dashboard/HandOn.svelte'));
export const driftCode = later(() => import('./dashboard/DriftPanel.svelte'));
export const compareCode = later(() => import('./dashboard/ComparePanel.svelte'));
export const tableCode = later(() => import('./traffic/TablePanel.svelte'));
export const lookCode = later(() => import('./traffic/LookPanel.svelte'));
export const arrivingCode = later(() => import('./dashboard/ArrivingPanel.svelte'));
export const alertsCode = later(() => import('./alerts/AlertsPage.svelte'));
export const modelsCode = later(() => import('./models/ModelsPage.svelte'));
export const reportCode = later(() => import('./report/write-report.ts'));
export const guideCode = later(() => import('./guide/GuidePage.svelte'));
