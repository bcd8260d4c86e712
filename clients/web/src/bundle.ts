// What the built file has: the library, and what its shared worker needs.

export * from './index.js';
export { serveTabs } from './sharing/worker-link.js';
