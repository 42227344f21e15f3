// WX: the two ways to call an asynchronous API (promise, or callbacks) and the shape of its answers.

interface Callbacks {
  success?: (answer: never) => void
  fail?: (failure: { errMsg: string; errCode?: number }) => void
  complete?: (answer: never) => void
}

/** Why an API fails, in WeChat's own words: what follows `<name>:fail `. */
export class ApiFailure extends Error {
  override readonly name = 'ApiFailure'
  constructor(
    readonly reason: string,
    readonly errCode?: number,
  ) {
    super(reason)
  }
}

type Api = (options?: object & Callbacks) => unknown

/**
 * Makes an API of both styles.
 * @param run starts at once, in the same turn as the call: taps are judged there. What it returns, if an object, is the answer
 */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- each API names the input it takes
export function asyncApi<Input extends object>(name: string, run: (input: Input) => unknown): Api {
  return (options = {}) => {
    const { success, fail, complete } = options
    const answered = attempt(name, () => run(options as Input))
    if (!success && !fail && !complete) return answered
    void answered.then(
      (answer) => {
        success?.(answer as never)
        complete?.(answer as never)
      },
      (failure: unknown) => {
        fail?.(failure as { errMsg: string })
        complete?.(failure as never)
      },
    )
    return undefined
  }
}

async function attempt(name: string, run: () => unknown): Promise<object> {
  try {
    const answer = await run()
    return { errMsg: `${name}:ok`, ...(typeof answer === 'object' ? answer : {}) }
  } catch (error) {
    if (!(error instanceof ApiFailure)) throw error
    const { reason, errCode } = error
    const failure = { errMsg: `${name}:fail ${reason}`, ...(errCode !== undefined && { errCode }) }
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- WeChat rejects with a plain object
    throw failure
  }
}
