// All that is drawn with chart.js, as one late script; chart/ holds its parts, and they alone import chart.js.
export { warmUp } from './chart/setup.ts';
export { drawHistogram, type HistogramChart, type PlotArea } from './chart/histogram.ts';
export { drawOverview, type OverviewChart, type OverviewData } from './chart/overview.ts';
