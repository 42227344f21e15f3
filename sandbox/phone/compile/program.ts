// What a compiled mini-program looks like to the phone. Types only: the server makes it, the browser runs it.

/** Something wrong with the source, as a person fixing it wants to read it. */
export interface SourceProblem {
  level: 'error' | 'warning'
  /** From the folder of the mini-program, with extension. */
  file: string
  /** Counted from 1, when known. */
  line?: number
  column?: number
  message: string
}

/** `window` of app.json, and the same names in the JSON of a page. */
export interface WindowJson {
  navigationBarTitleText?: string
  navigationBarBackgroundColor?: string
  navigationBarTextStyle?: string
  navigationStyle?: string
  backgroundColor?: string
  /** Read here alone: at the top level of app.json WeChat ignores it. */
  restartStrategy?: string
}

/** JSON of a page or component; `usingComponents` leads to paths from the folder of the mini-program. */
export interface ComponentJson extends WindowJson {
  component?: boolean
  usingComponents?: Record<string, string>
  componentGenerics?: Record<string, true | { default?: string }>
  styleIsolation?: string
  /** Of a page, or of all pages: what draws it. */
  renderer?: string
  addGlobalClass?: boolean
  pureDataPattern?: string
}

export interface AppJson {
  pages: string[]
  renderer?: string
  window?: WindowJson
  usingComponents?: Record<string, string>
  darkmode?: boolean
  /** `v2`: the newer look of WeChat's own components. */
  style?: string
  themeLocation?: string
  navigateToMiniProgramAppIdList?: string[]
}

export interface CompiledStyle {
  css: string
  /** Name in front of every class of a component that keeps its style to itself. */
  scope?: string
}

/** Colours by name, for `@name` in JSON. */
export interface Themes {
  light: Record<string, string>
  dark: Record<string, string>
}

/** Everything the phone needs to run a mini-program. Paths carry no extension. */
export interface ProgramParts {
  app: AppJson
  /** Of pages and components. */
  json: Record<string, ComponentJson>
  /** Text of each module, as CommonJS. */
  modules: Record<string, string>
  /** One JavaScript expression: path to template. */
  templates: string
  /** `app`, pages and components. */
  styles: Record<string, CompiledStyle>
  themes: Themes
}

export interface CompiledProgram {
  parts: ProgramParts
  problems: SourceProblem[]
  /** Whether it can be run at all. */
  isRunnable: boolean
}
