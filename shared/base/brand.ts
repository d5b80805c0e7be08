declare const brand: unique symbol;
/** A `string`, `number` or handle that may not be mixed with another of the same run-time type. */
export type Brand<T, Name extends string> = T & { readonly [brand]: { readonly [K in Name]: true } };
