const swc = {
  '^.+\\.(ts|mjs)$': [
    '@swc/jest',
    { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } },
  ],
}

/** Tests that are made of programs Windows does not have: `script`, which makes a terminal, and `sh`. */
const OF_UNIX = process.platform === 'win32' ? ['setup/command\\.test', 'start/openInBrowser\\.test'] : []

/** One project for each way a test runs; `npm run check` runs the quick ones, `unit` and `miniprogram`. */
function project(displayName, testMatch) {
  return {
    displayName,
    testEnvironment: 'node',
    transform: swc,
    testMatch,
    setupFilesAfterEnv: ['<rootDir>/test/support/patience.ts', '<rootDir>/test/support/localKeys.ts'],
    testPathIgnorePatterns: ['/node_modules/', '/dist/', '<rootDir>/test/.*/postgres/', ...OF_UNIX],
    // The same functions once more, with settings.
    modulePathIgnorePatterns: ['<rootDir>/functions-built/', '<rootDir>/.deployed/'],
  }
}

export default {
  // Two cores is the common small CI machine. Deadlines and charges that hang are waited for in real time, so a third file has a
  // core now and then; beside a third browser all become slower than that gains (`npm run test:browser`).
  maxWorkers: 3,
  // What a file leaves behind in its process (async contexts that are still followed, old module copies) makes every promise of
  // the next ones dearer: after the tests in a browser three times as dear. A process that has grown makes room for a new one.
  workerIdleMemoryLimit: '400MB',
  testSequencer: '<rootDir>/test/support/worldsFirst.mjs',
  projects: [
    project('unit', ['<rootDir>/test/{architecture,cloudfunctions,docs,sandbox,scripts,types}/**/*.test.ts']),
    {
      ...project('miniprogram', ['<rootDir>/test/miniprogram/**/*.test.ts']),
      testEnvironment: 'jsdom',
      setupFilesAfterEnv: ['<rootDir>/test/miniprogram/support/failOnConsoleError.ts'],
    },
    {
      ...project('flow', ['<rootDir>/test/flow/**/*.test.ts']),
      globalSetup: '<rootDir>/test/support/buildFunctions.ts',
    },
    {
      // A choice of the long proofs of `npm run prove`.
      ...project('prove', ['<rootDir>/test/prove/**/*.test.ts']),
      globalSetup: '<rootDir>/test/support/buildFunctions.ts',
    },
    {
      // On a real PostgreSQL, one for all: `npm test` sets it up first.
      ...project('postgres', ['<rootDir>/test/**/postgres/**/*.test.ts']),
      testPathIgnorePatterns: ['/node_modules/', '/dist/'],
      globalSetup: '<rootDir>/test/support/postgresGlobal.ts',
      globalTeardown: '<rootDir>/test/support/postgresStop.ts',
    },
    {
      // Needs a browser: `npm test` sets one up first.
      ...project('e2e', ['<rootDir>/test/e2e/**/*.test.ts']),
      globalSetup: '<rootDir>/test/support/buildFunctions.ts',
    },
  ],
}
