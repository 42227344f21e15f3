/** Stands for what axios turns a form into a body with, and a body into a form. */
export default function refuse(): never {
  throw new Error('Forms are left out of this build. Send text, or take the helper off the list in slimAxios.')
}
