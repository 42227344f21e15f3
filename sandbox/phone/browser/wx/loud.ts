// WX: an API that is not on this phone is a mistake somebody must hear of, not `undefined`.

/** Asked for by tools and by the language itself, not by a mini-program. */
const QUIET = ['then', 'toJSON', 'constructor', 'prototype', '$$typeof', 'nodeType']

/** @param onMissing told before the error is thrown: a `catch` further up must not hide it */
export function loud<Apis extends object>(apis: Apis, onMissing: (error: Error) => void, name = 'wx'): Apis {
  return new Proxy(apis, {
    get(target, key, receiver) {
      if (key in target || typeof key === 'symbol' || QUIET.includes(key))
        return Reflect.get(target, key, receiver) as unknown
      const error = new Error(
        `${name}.${key} is not there on this phone. If the mini-program needs it: sandbox/phone/browser/wx`,
      )
      onMissing(error)
      throw error
    },
  })
}

/** `wx.canIUse`: whether this phone has it; of an option or an answer of an API, whether it has the API. */
export function makeCanIUse(apis: () => object, components: ReadonlySet<string>): (schema: string) => boolean {
  return (schema) => {
    const [name = '', ...rest] = schema.split('.')
    if (components.has(name)) return true
    const found = (apis() as Record<string, unknown>)[name]
    return name === 'cloud' && rest[0] !== undefined ? rest[0] in (found as object) : found !== undefined
  }
}
