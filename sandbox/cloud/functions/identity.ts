/** The WeChat user behind a call, as the platform vouches for it. */
export interface Identity {
  openid: string
  appid: string
  unionid?: string | undefined
}

/** What set an invocation off. */
export type Trigger =
  | { kind: 'client'; identity: Identity | undefined; source: string }
  /** Carries the identity of the first caller on; `source` is the chain, such as `wx_client,scf`. */
  | { kind: 'function'; identity: Identity | undefined; source: string }
  | { kind: 'http' }
  | { kind: 'timer' }
  /** The cloud API, as `tcb fn invoke` and the console use it: whoever has the account's keys. */
  | { kind: 'server' }

/** `TCB_SOURCE` of a call from the mini-program. */
export const CLIENT_SOURCE = 'wx_client'

export const identityOf = (trigger: Trigger): Identity | undefined =>
  trigger.kind === 'client' || trigger.kind === 'function' ? trigger.identity : undefined

const CLIENT_IP = '127.0.0.1'

/**
 * The environment variables of one invocation. With an identity `getWXContext()` returns it; through HTTP access there
 * and the cloud API there are none and it returns `{}`; a timer has a source and no openid.
 *
 * @param token stands for the identity when the function calls another one
 */
export function invocationEnvironment(trigger: Trigger, requestId: string, token: string): Record<string, string> {
  return {
    TCB_SEQID: requestId,
    ...identityEnvironment(identityOf(trigger), token),
    ...sourceEnvironment(trigger, token),
  }
}

function identityEnvironment(identity: Identity | undefined, token: string): Record<string, string> {
  if (identity === undefined) return {}
  const values: Record<string, string> = {
    WX_CLIENTIP: CLIENT_IP,
    WX_APPID: identity.appid,
    WX_OPENID: identity.openid,
    WX_API_TOKEN: token,
    ...(identity.unionid !== undefined && { WX_UNIONID: identity.unionid }),
  }
  return { ...values, WX_CONTEXT_KEYS: Object.keys(values).join(',') }
}

function sourceEnvironment(trigger: Trigger, token: string): Record<string, string> {
  switch (trigger.kind) {
    case 'client':
    case 'function':
      return { TCB_SOURCE: trigger.source }
    case 'timer':
      return {
        TCB_SOURCE: 'wx_trigger',
        TRIGGER_SRC: 'timer',
        WX_TRIGGER_API_TOKEN_V0: token,
        WX_CONTEXT_KEYS: 'WX_TRIGGER_API_TOKEN_V0',
      }
    case 'http':
    case 'server':
      return {}
  }
}
