import { readdirSync } from 'node:fs'
import * as wxmlParser from '@wxml/parser'
import wxml from 'eslint-plugin-wxml'
import tseslint from 'typescript-eslint'

/** Forbids imports by pattern, with the reason shown to whoever breaks it. */
const forbid = (...rules) => ({
  '@typescript-eslint/no-restricted-imports': [
    'error',
    // A type is erased, so it binds nobody to the package it came from.
    { patterns: rules.map(([group, message]) => ({ group, message, allowTypeImports: message === AXIOS[1] })) },
  ],
})

const SANDBOX = [['**/sandbox/**'], 'Product code never imports the local WeChat.']
const SDK = [['wx-server-sdk', '@cloudbase/*'], 'Only cloudfunctions/_shared/platform talks to CloudBase.']
const AXIOS = [['axios', 'axios/*'], 'Only cloudfunctions/_shared/wechatpay/transport.ts imports axios.']
const FUNCTIONS = readdirSync(new URL('cloudfunctions/', import.meta.url), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== '_shared')
  .map(({ name }) => `**/${name}/**`)
const OTHER_FUNCTIONS = [FUNCTIONS, 'Nothing imports a function folder; share through _shared.']
const OUTSIDE = [
  ['**/miniprogram/**', '**/scripts/**', '**/test/**'],
  'What is deployed imports nothing that stays at home.',
]

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', 'coverage/'] },
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
  // Import directions (docs/architecture.md). What the compiler keeps out by `types` is not repeated here.
  {
    files: ['miniprogram/**/*.ts'],
    rules: forbid(SANDBOX, [['**/cloudfunctions/**'], 'The phone never sees server code.']),
  },
  {
    files: ['cloudfunctions/_shared/wechatpay/**/*.ts'],
    rules: forbid(SANDBOX, OUTSIDE, OTHER_FUNCTIONS, SDK, AXIOS, [
      [
        '**/records/**',
        '**/kernel/**',
        '**/contracts/**',
        '**/orders/**',
        '**/notify/**',
        '**/merchant/**',
        '**/platform/**',
        '**/typings/**',
      ],
      'The protocol knows nothing of our product.',
    ]),
  },
  {
    files: ['cloudfunctions/_shared/wechatpay/transport.ts'],
    rules: forbid(SANDBOX, OUTSIDE, OTHER_FUNCTIONS, SDK, [
      [
        '**/records/**',
        '**/kernel/**',
        '**/contracts/**',
        '**/orders/**',
        '**/notify/**',
        '**/merchant/**',
        '**/platform/**',
        '**/typings/**',
      ],
      'The protocol knows nothing of our product.',
    ]),
  },
  {
    files: ['cloudfunctions/_shared/{records,kernel,contracts,orders}/**/*.ts'],
    rules: forbid(SANDBOX, OUTSIDE, OTHER_FUNCTIONS, SDK, AXIOS, [
      ['node:*', '**/platform/**'],
      'Product rules are pure: take what you need as an argument.',
    ]),
  },
  { files: ['cloudfunctions/_shared/platform/**/*.ts'], rules: forbid(SANDBOX, OUTSIDE, OTHER_FUNCTIONS, AXIOS) },
  {
    files: ['cloudfunctions/*/*.ts'],
    ignores: ['cloudfunctions/_shared/**'],
    rules: forbid(SANDBOX, OUTSIDE, SDK, AXIOS, OTHER_FUNCTIONS),
  },
  {
    files: ['sandbox/**/*.ts'],
    rules: forbid(
      [
        ['**/cloudfunctions/**', '**/miniprogram/**', '**/typings/**'],
        'The stand-ins share no code with what they check.',
      ],
      [['**/scripts/**', '**/test/**'], 'Scripts and tests start the stand-ins, not the other way round.'],
    ),
  },
  {
    files: ['miniprogram/entrust/**/*.ts', 'miniprogram/pages/checkout/journey/**/*.ts'],
    rules: forbid(SANDBOX, [['**/wx/**', '**/cloudfunctions/**'], 'The journey is pure: `wx` comes as an argument.']),
  },
  // `import()` and `process` go round the rules above, so they have one home each.
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
          message: 'Late loading is for cloudfunctions/_shared/platform/database/sdk.ts.',
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
