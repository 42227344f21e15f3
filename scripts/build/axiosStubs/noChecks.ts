/** Stands where axios checks the options of a request by name: a client with an adapter of its own writes them itself. */
export default { assertOptions: () => undefined, validators: { spelling: () => undefined } }
