import { join } from 'node:path'

/** The built functions (see buildFunctions.ts). */
export const FUNCTIONS_ROOT = join(__dirname, '../../dist/cloudfunctions')
