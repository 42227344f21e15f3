/** Stands for what axios turns an object in a query into. */
export default function refuse(): never {
  throw new Error('Forms are left out of this build. Send text, or take toFormData off the list in slimAxios.')
}

/** Asked for by the module next to it. */
export const DEFAULT_FORM_DATA_MAX_DEPTH = 0
