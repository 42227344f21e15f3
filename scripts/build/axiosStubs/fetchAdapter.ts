/** Stands for axios' fetch adapter. `false` reads "not supported". */
export function getFetch(): false {
  return false
}
