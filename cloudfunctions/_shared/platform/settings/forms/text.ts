// Settings that are text of a given form.
import type { Read } from '../../../wechatpay/keys'

export const ok = <T>(value: T) => ({ ok: true, value }) as const
export const no = (problem: string) => ({ ok: false, problem }) as const

/** @param expected said after "expected" where the form does not fit */
export const text =
  (form: RegExp, expected: string) =>
  (given: string): Read<string> =>
    form.test(given) ? ok(given) : no(`expected ${expected}`)

export const oneOf =
  <const Word extends string>(...words: readonly Word[]) =>
  (given: string): Read<Word> => {
    const word = words.find((one) => one === given)
    return word === undefined ? no(`expected ${words.slice(0, -1).join(', ')} or ${words.at(-1) ?? ''}`) : ok(word)
  }

export const readTrueOrFalse = (given: string): Read<boolean> =>
  given === 'true' || given === 'false' ? ok(given === 'true') : no('expected true or false')

const APPID = /^wx[0-9a-z]{6,30}$/

/** @param whose said of it where it is not one */
export const appid = (whose: string) => text(APPID, `the appid of ${whose}: wx and letters or digits`)

export function readAppids(list: string): Read<string[]> {
  const appids = splitList(list)
  const areAll = appids.length > 0 && appids.every((one) => APPID.test(one))
  return areAll ? ok(appids) : no('expected appids of mini-programs (wx...), separated by commas')
}

/** As WeChat Pay writes them, such as RESOURCE_NOT_EXISTS. */
export function readErrorCodes(list: string): Read<string[]> {
  const codes = splitList(list)
  const areAll = codes.length > 0 && codes.every((one) => /^[A-Z][A-Z0-9_]{0,63}$/.test(one))
  return areAll ? ok(codes) : no('expected error codes of WeChat Pay (CAPITALS_AND_UNDERSCORES), separated by commas')
}

/** Parts between commas, without blanks around them and without empty ones. */
export const splitList = (list: string): string[] =>
  list
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
