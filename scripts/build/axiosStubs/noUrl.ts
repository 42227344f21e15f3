/** Stands where axios makes a URL out of parts and parameters: a client that signs its target has made it before. */
export default function refuse(): never {
  throw new Error(
    'URLs and parameters are left out of this build. Send to a whole URL, or take this off the list in slimAxios.',
  )
}
