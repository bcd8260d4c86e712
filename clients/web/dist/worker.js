import{serveTabs as e}from"./fanwire.js";e(self);
