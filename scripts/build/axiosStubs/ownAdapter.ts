/** Stands where axios picks one of its adapters by name: a client that brings its own needs none of them. */
export default {
  getAdapter(adapter: unknown): unknown {
    if (typeof adapter === 'function') return adapter
    throw new Error(`adapter ${String(adapter)} is not available in the build: give a function of your own`)
  },
}
