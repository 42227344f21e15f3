/** What everything that is made from this repository says of where it is from, as in its package.json. */
export interface Origin {
  version: string
  license: string
  repository: { type: string; url: string }
  /** Address faults are told at. */
  bugs: string
}
