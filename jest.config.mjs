const swc = {
  '^.+\\.(ts|mjs)$': [
    '@swc/jest',
    { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } },
  ],
}

/** One project for each way a test runs; `--selectProjects unit` is what `npm run check` uses. */
function project(displayName, testMatch) {
  return {
    displayName,
    testEnvironment: 'node',
    transform: swc,
    testMatch,
    setupFilesAfterEnv: ['<rootDir>/test/support/patience.ts'],
    testPathIgnorePatterns: ['/node_modules/', '/dist/'],
  }
}

export default {
  // Two cores is the common small CI machine; the flow tests start servers and workers of their own.
  maxWorkers: 2,
  projects: [
    project('unit', ['<rootDir>/test/{cloudfunctions,miniprogram,sandbox,scripts,types}/**/*.test.ts']),
    {
      ...project('flow', ['<rootDir>/test/flow/**/*.test.ts']),
      globalSetup: '<rootDir>/test/support/buildFunctions.ts',
    },
  ],
}
