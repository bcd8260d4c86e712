/// <reference lib="webworker" />
// The shared worker: what all tabs of an origin have in common.

// @ts-expect-error the bundle beside this file, not its source
import { serveTabs } from './fanwire.js';

serveTabs(self);
