import { StoreError } from '../../kernel/errors'

export const outOfTime = (operation: string) => new StoreError(operation, 'the time of the call was over')
