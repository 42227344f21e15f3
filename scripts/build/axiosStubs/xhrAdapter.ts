/** Stands for axios' browser adapter. `null` is how axios' own browser build leaves an adapter out. */
export default null
