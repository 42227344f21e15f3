import * as wxmlParser from '@wxml/parser'
import wxml from 'eslint-plugin-wxml'
import tseslint from 'typescript-eslint'

export default tseslint.config(
  { ignores: ['dist/', 'functions-built/', '.deployed/', 'node_modules/', 'coverage/'] },
  ...tseslint.configs.strictTypeChecked.map((config) => ({ ...config, files: ['**/*.ts'] })),
  {
    files: ['**/*.ts'],
    languageOptions: {
      parserOptions: {
        project: [
          './tsconfig.json',
          './miniprogram/tsconfig.json',
          './test/miniprogram/tsconfig.json',
          './cloudfunctions/tsconfig.json',
          './sandbox/phone/browser/tsconfig.json',
          './sandbox/signing-miniprogram/tsconfig.json',
        ],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      'no-console': 'error',
    },
  },
  // Which room may import which: .dependency-cruiser.mjs. `wx`, `import()` and `process` are no imports, so each has its home here.
  {
    files: ['miniprogram/**/*.ts'],
    // `app.ts` starts WeChat's cloud, before anything else runs.
    ignores: ['miniprogram/wx/**', 'miniprogram/app.ts'],
    rules: {
      'no-restricted-globals': [
        'error',
        { name: 'wx', message: 'Only miniprogram/wx names `wx`; take what you need from there.' },
      ],
    },
  },
  {
    files: ['cloudfunctions/**/*.ts'],
    ignores: ['cloudfunctions/_shared/platform/**'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Only cloudfunctions/_shared/platform reads settings.' },
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector: 'ImportExpression',
          message: 'Late loading is for cloudfunctions/_shared/platform/database.',
        },
        {
          selector: 'ImportDeclaration[source.value=/^(node:)?process$/]',
          message: 'Only cloudfunctions/_shared/platform reads settings.',
        },
      ],
    },
  },
  {
    files: ['miniprogram/**/*.wxml', 'sandbox/signing-miniprogram/**/*.wxml'],
    plugins: { wxml },
    languageOptions: { parser: wxmlParser },
    rules: Object.fromEntries(
      [
        'report-wxml-syntax-error',
        'report-interpolation-error',
        'no-inconsistent-tagname',
        'no-duplicate-attributes',
        'no-unexpected-string-bool',
        'no-wx-for-with-wx-if',
        'no-index-in-wx-key',
        'wx-key',
        'quotes',
      ].map((rule) => [`wxml/${rule}`, 'error']),
    ),
  },
  { files: ['scripts/**/*.ts', 'sandbox/**/*.ts', 'test/**/*.ts'], rules: { 'no-console': 'off' } },
  // A fake of an async port has nothing to wait for.
  { files: ['test/**/*.ts'], rules: { '@typescript-eslint/require-await': 'off' } },
  {
    // Files about types: much in them is there to be wrong, and none of it runs.
    files: ['test/types/**/*.ts'],
    rules: Object.fromEntries(
      [
        'no-unsafe-member-access',
        'no-unsafe-return',
        'no-unsafe-call',
        'no-unnecessary-type-parameters',
        'no-unused-vars',
        'ban-ts-comment',
      ].map((rule) => [`@typescript-eslint/${rule}`, 'off']),
    ),
  },
)
