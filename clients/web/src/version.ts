declare const __VERSION__: string;

/** This library's version. */
export const VERSION: string = __VERSION__;
