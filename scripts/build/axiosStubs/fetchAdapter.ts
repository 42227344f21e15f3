/** Stands for axios' fetch adapter: never picked, since the node adapter comes first. `false` reads "not supported". */
export function getFetch(): false {
  return false
}
