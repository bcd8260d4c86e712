/** This library's version. */
export declare const VERSION: string;
