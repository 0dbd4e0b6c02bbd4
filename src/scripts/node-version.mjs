// Ends the process with a clear message when this Node is too old for the tools. Imports nothing, so that any Node
// that knows modules at all gets as far as the message.

// The oldest that Vite, oxlint and knip accept.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19) || major === 21) {
  console.error(
    `Net Anomaly needs Node 20.19 or a newer even version; this is Node ${process.versions.node}. See https://nodejs.org/`,
  );
  process.exit(1);
}
