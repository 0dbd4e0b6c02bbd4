// The policy of the built page. No connection of any kind is allowed, not even to our own origin.
// Workers are made from blob: URLs only: such a worker inherits this policy, one loaded from a URL would not.
const policy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  'worker-src blob:',
  "connect-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** Vite plugin: writes the policy into the built page, before anything that it must bind. */
export function contentSecurityPolicy() {
  return {
    name: 'net-anomaly:content-security-policy',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: () => [
        {
          tag: 'meta',
          attrs: { 'http-equiv': 'Content-Security-Policy', content: policy },
          injectTo: 'head-prepend',
        },
      ],
    },
  };
}
