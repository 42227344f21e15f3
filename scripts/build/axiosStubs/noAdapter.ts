/** Stands for an adapter of axios. `null` is how axios' own browser build leaves one out: asked for, it says so. */
export default null
