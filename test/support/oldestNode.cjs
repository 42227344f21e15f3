// What the stand-ins use and Node 18.15 lacks, so that they can run the built functions there: `NODE_OPTIONS=--require <this file>`.
// The functions run in threads of their own, which are not given it: they make do with what that Node has.
URL.canParse ??= (text, base) => {
  try {
    return Boolean(new URL(text, base))
  } catch {
    return false
  }
}

AbortSignal.any ??= (signals) => {
  const controller = new AbortController()
  for (const signal of signals) {
    if (signal.aborted) controller.abort(signal.reason)
    signal.addEventListener('abort', () => controller.abort(signal.reason), { once: true })
  }
  return controller.signal
}
