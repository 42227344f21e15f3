// What the tests use of miniprogram-simulate 1.6.2 and of the j-component under it.

export interface Rendered {
  /** `this` of the component. */
  instance: Record<string, unknown>
  data: Record<string, unknown>
  dom: HTMLElement
  attach(parent: HTMLElement): void
  detach(): void
  querySelector(selector: string): Rendered | undefined
  querySelectorAll(selector: string): Rendered[]
  dispatchEvent(name: string, custom?: { detail?: object; bubbles?: boolean }): void
  addEventListener(name: string, listener: (event: { detail: unknown }) => void): void
  triggerPageLifeTime(name: 'show' | 'hide'): void
  setData(data: object): void
  toJSON(): RenderedJson
}

export interface RenderedJson {
  tagName: string
  attrs?: { name: string; value: unknown }[]
  event?: Record<string, unknown>
  children?: (RenderedJson | string)[]
}

declare const simulate: {
  load(path: string, tagName: string, options: { rootPath: string; usingComponents?: Record<string, string> }): string
  render(id: string, properties?: object): Rendered
  sleep(ms: number): Promise<void>
}
export default simulate
