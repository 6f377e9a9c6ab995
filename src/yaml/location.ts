/** Where a value stands in a document: keys and indices from its root. */
export type Location = readonly (string | number)[]
