// Parts of a run that do not hang on each other: a list that cannot be read is no trouble of the others.
import { StoreError } from '../kernel/errors'

export class Parts {
  readonly #failures: StoreError[] = []

  /** @returns `nothing` where the database failed it */
  async run<Result>(nothing: Result, part: () => Promise<Result>): Promise<Result> {
    try {
      return await part()
    } catch (error) {
      if (!(error instanceof StoreError)) throw error
      this.#failures.push(error)
      return nothing
    }
  }

  /** Once all are over. @throws {StoreError} of the first part that failed */
  tellFailed(): void {
    const [first] = this.#failures
    if (first) throw first
  }
}
