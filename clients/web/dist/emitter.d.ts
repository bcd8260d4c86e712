type Listener<T> = (event: T) => void;
/** Typed events: names are the keys of E, payloads its values. */
export declare class Emitter<E> {
    #private;
    /** Calls `listener` for each such event; the result takes it off again. */
    on<K extends keyof E>(event: K, listener: Listener<E[K]>): () => void;
}
export {};
