import { relative, sep } from 'node:path'

/** A path as it is told to people and written into documents, from a folder: with slashes on Windows too, where both are taken. */
export const toldPath = (from: string, path: string): string => relative(from, path).split(sep).join('/')
