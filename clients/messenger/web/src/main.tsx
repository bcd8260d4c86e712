import { render } from 'preact';

import { Network } from './network.js';
import { App } from './ui/app.js';

/** What the page is told by who serves it. */
export interface Config {
  /** URL of Fanwire's client listener. */
  server: string;
  /** URL of the messenger's backend; null when there is none. */
  backend: string | null;
}

const root = document.getElementById('app')!;
try {
  const config = (await (await fetch('/config.json')).json()) as Config;
  render(<App config={config} network={new Network()} />, root);
} catch (error) {
  root.textContent = `The page cannot start: ${error instanceof Error ? error.message : error}. Reload it once the server is back.`;
}
