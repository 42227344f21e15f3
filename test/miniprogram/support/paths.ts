import path from 'node:path'

export const MINIPROGRAM = path.join(__dirname, '../../../miniprogram')
