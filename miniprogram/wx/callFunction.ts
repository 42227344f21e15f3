// The phone's one way to the cloud functions. Promises are chained, here and in `entrust/`: `async` would make WeChat's compiler
// ship 8 kB of a runtime for it.
import type { CallableName, CallableResult, Callables } from '../../typings/contract/callables'
import type { CallError } from '../../typings/contract/results'
import type { Call } from '../entrust/asking/ports'
import type { CallFunction, Settings } from '../entrust/merchantShapes'
import { isInDevtools } from './device'
import { warn } from './warn'

/** The local WeChat of `npm start`, and nothing but this machine. */
const LOCAL = /^http:\/\/(127\.0\.0\.1|localhost):\d+$/

/** Whom the local WeChat takes DevTools for: the user its phone shows first, so that what is begun here can be signed there. */
const LOCAL_USER = 'oUser-1'

/**
 * WeChat's own way, and in DevTools the local WeChat's where a developer has said so (settings.ts).
 *
 * The environment is named with every call: a card in another's app cannot know what that app began its cloud with.
 */
export const callOf = ({
  cloudEnv,
  functionPrefix = '',
  localWechat,
}: Pick<Settings, 'cloudEnv' | 'functionPrefix' | 'localWechat'>): CallFunction =>
  LOCAL.test(localWechat) && isInDevtools()
    ? ({ name, data }) =>
        new Promise((resolve, reject) => {
          wx.request<Error & { errCode?: number; result?: unknown }>({
            url: `${localWechat}/call/${name}`,
            method: 'POST',
            data,
            header: { 'x-phone-openid': LOCAL_USER },
            success: ({ data: answer }) => {
              if (answer.errCode) reject(answer)
              else resolve(answer)
            },
            fail: reject,
          })
        })
    : ({ name, data }) => wx.cloud.callFunction(toCloud(cloudEnv, functionPrefix + name, data))

/**
 * Calls cloud functions of this kit.
 *
 * What a function refuses comes back as `{ ok: false, error }`. The promise rejects, with an `errCode` of WeChat's, only
 * when the call itself failed (no network, time limit): the function may have run all the same, so ask again with
 * `queryContract` and start nothing new.
 */
export const callBy =
  (callFunction: CallFunction): Call =>
  <Name extends CallableName>(name: Name, data: Callables[Name]['input']) =>
    callFunction({ name, data }).then(
      ({ result }) => (isAnswerOf<Name>(result) ? result : { ok: false, error: noAnswer(name) }),
      (error: unknown) => {
        warn(`${name} failed`)
        throw error
      },
    )

const toCloud = (env: string, name: string, data: object) =>
  env === '' ? { name, data } : { name, data, config: { env } }

/**
 * Is it one of this kit's answers at all? A function that is not ours, or that died, answers something else. The output
 * itself is taken as promised: both sides are compiled against the same contract.
 */
function isAnswerOf<Name extends CallableName>(result: unknown): result is CallableResult<Name> {
  const { ok, error } = Object(result) as { ok?: unknown; error?: unknown }
  return ok === true || (ok === false && typeof (Object(error) as { code?: unknown }).code === 'string')
}

function noAnswer(name: string): CallError {
  return { code: 'INTERNAL', message: `${name} gave no answer; is it deployed?`, requestId: '' }
}
