// Stands where axios imports `follow-redirects`, which it uses for every request that may be redirected.

function refuse(): never {
  throw new Error(
    'Redirects are left out of this build. Set `maxRedirects: 0`, or take follow-redirects off the list in slimAxios.',
  )
}

const transport = { request: refuse }

export default { http: transport, https: transport }
