// What the client takes of axios: its core, without the default instance and what hangs on that.
// @ts-expect-error -- axios has no types for its parts; whoever imports this sees those of axios
export { default as Axios } from 'axios/unsafe/core/Axios.js'
// @ts-expect-error -- as above
export { default as AxiosHeaders } from 'axios/unsafe/core/AxiosHeaders.js'
