// A shared worker for Node: the hub of several clients in one process.

import { MessageChannel } from 'node:worker_threads';

import { serveTabs } from '../../dist/fanwire.js';

/** Until the test `t` ends, clients of this process are tabs of one browser. `dead` of its first workers take nothing. */
export function shareConnections(t, { dead = 0 } = {}) {
  const started = { workers: 0 };
  const ports = [];
  const scope = {};
  serveTabs(scope);
  globalThis.SharedWorker = class {
    constructor() {
      const { port1, port2 } = new MessageChannel();
      ports.push(port1, port2);
      this.port = port1;
      queueMicrotask(() => scope.onconnect({ ports: [port2] }));
      if (++started.workers <= dead) queueMicrotask(() => (port2.onmessage = null));
    }
  };
  t.after(() => {
    delete globalThis.SharedWorker;
    for (const port of ports) port.close();
  });
  return started;
}
