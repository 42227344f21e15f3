// SHELL: elements of the page, by id and made.

/** @throws {Error} phone.html has no such element: a mistake of ours */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the caller knows what phone.html has there
export function byId<Kind extends HTMLElement = HTMLElement>(id: string): Kind {
  const element = document.getElementById(id)
  if (!element) throw new Error(`phone.html has no #${id}`)
  return element as Kind
}

export function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  properties: Partial<HTMLElementTagNameMap[Tag]> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const element = Object.assign(document.createElement(tag), properties)
  element.append(...children)
  return element
}
