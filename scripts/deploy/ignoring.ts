import { CloudRefusal } from '../cloud/tc3Client'

/** What is there already was made by an answer that got lost, or by somebody else: it is read back all the same. */
export async function ignoring(code: RegExp, call: Promise<unknown>): Promise<void> {
  try {
    await call
  } catch (error) {
    if (!(error instanceof CloudRefusal && code.test(error.code))) throw error
  }
}
