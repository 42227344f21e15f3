// What an app may use of the package.
export { configure, type Configuration } from './configure'
export type { CardWords } from '../../miniprogram/entrust/view/texts'
export type {
  AgreementText,
  CallFunction,
  PerUseTerms,
  RecurringTerms,
  Settings,
  Terms,
} from '../../miniprogram/entrust/merchantShapes'
