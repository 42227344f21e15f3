/** The developer's console; a user never sees it. */
export const warn = (text: string): void => {
  // eslint-disable-next-line no-console -- the one place that writes to it
  console.warn(`[entrust] ${text}`)
}
