// The version of Net Anomaly, as package.json says it too (version.test.ts holds them together).
export const VERSION = '0.1.0';
