/** Stands where axios imports `https-proxy-agent`: made only when a request goes through a proxy. */
export default function HttpsProxyAgent(): never {
  throw new Error(
    'Proxies are left out of this build. Set `proxy: false`, or take https-proxy-agent off the list in slimAxios.',
  )
}
