// miniprogram-simulate prints what a handler or a lifetime throws and goes on. A test that printed an error has failed.
const printed: string[] = []

beforeEach(() => {
  printed.length = 0
  jest.spyOn(console, 'error').mockImplementation((...parts: unknown[]) => {
    printed.push(parts.map(String).join(' '))
  })
})

afterEach(() => {
  jest.restoreAllMocks()
  if (printed.length > 0) throw new Error(`console.error was called:\n${printed.join('\n')}`)
})
