import { useEffect, useReducer } from 'preact/hooks';

import type { Messenger } from '../messenger.js';

/** Renders the component again whenever the messenger changes. */
export function useMessenger(messenger: Messenger): void {
  const [, render] = useReducer((count: number) => count + 1, 0);
  useEffect(() => messenger.subscribe(() => render(undefined)), [messenger]);
}
