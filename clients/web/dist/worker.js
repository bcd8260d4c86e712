/* @fanwire/client 0.1.0, MIT OR Apache-2.0. Licenses of what it contains: THIRD-PARTY-LICENSES */
import{serveTabs as e}from"./fanwire.js";e(self);
