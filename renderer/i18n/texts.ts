/** A catalogue with the same keys as the English one, whatever it says. */
export type Texts<T> = { [K in keyof T]: T[K] extends string ? string : Texts<T[K]> };
