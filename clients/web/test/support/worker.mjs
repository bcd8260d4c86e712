// A shared worker for Node: the hub of several clients in one process.

import { MessageChannel } from 'node:worker_threads';

import { serveTabs } from '../../dist/fanwire.js';

/** Until the test `t` ends, clients of this process are tabs of one browser. */
export function shareConnections(t) {
  const ports = [];
  const scope = {};
  serveTabs(scope);
  globalThis.SharedWorker = class {
    constructor() {
      const { port1, port2 } = new MessageChannel();
      ports.push(port1, port2);
      this.port = port1;
      queueMicrotask(() => scope.onconnect({ ports: [port2] }));
    }
  };
  t.after(() => {
    delete globalThis.SharedWorker;
    for (const port of ports) port.close();
  });
}
