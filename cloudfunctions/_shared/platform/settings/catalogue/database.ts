// Where the kit keeps what it knows.
import { readPgrestKey, readPgrestUrl, readPgUrl } from '../forms/databases'
import { oneOf, text } from '../forms/text'
import { CALLERS, type Role, type Rows, type WordsOf } from './row'

const ALL: readonly Role[] = [...CALLERS, 'notify']

export const STORAGE = {
  WXPAY_STORE: {
    for: ALL,
    use: 'optional',
    default: 'document',
    read: oneOf('document', 'postgres', 'postgrest'),
    secret: false,
    what: "the database: CloudBase's document database (document), PostgreSQL (postgres), or the PostgreSQL of a CloudBase environment over its gateway (postgrest)",
  },
  WXPAY_PG_URL: {
    for: ALL,
    use: 'optional',
    read: readPgUrl,
    secret: true,
    what: 'address of the PostgreSQL, with user and password; only with the store postgres',
  },
  WXPAY_PGREST_URL: {
    for: ALL,
    use: 'optional',
    read: readPgrestUrl,
    secret: false,
    what: "address of PostgREST at the environment's gateway; only with the store postgrest",
  },
  WXPAY_PGREST_KEY: {
    for: ALL,
    use: 'optional',
    read: readPgrestKey,
    secret: true,
    what: 'API Key of the environment, whose role is service_role; only with the store postgrest',
  },
  WXPAY_CODE_SCOPE: {
    for: CALLERS,
    use: 'optional',
    read: text(/^\S{1,64}$/, 'at most 64 characters without blanks'),
    secret: false,
    what: "taken in place of the environment's id where codes of contracts are derived; whoever moves gives the id of the environment before",
  },
} as const satisfies Rows

export const STORAGE_WORDS = {
  WXPAY_STORE: {
    zh: '数据库：云开发文档型数据库（document）、PostgreSQL（postgres），或经网关访问的云开发 PostgreSQL（postgrest）',
    where: {
      en: 'docs/deploying.md: an environment made since 2026-10-30 has PostgreSQL',
      zh: '见 docs/deploying.md：2026-10-30 起新建的环境为 PostgreSQL',
    },
    form: { en: '`document`, `postgres` or `postgrest`', zh: '`document`、`postgres` 或 `postgrest`' },
    example: 'document',
  },
  WXPAY_PG_URL: {
    zh: 'PostgreSQL 的地址，含用户名和密码；仅用于 postgres',
    where: {
      en: 'PostgreSQL of the CloudBase console, or of whoever runs it for you',
      zh: '云开发控制台：PostgreSQL，或数据库服务商',
    },
    form: {
      en: '`postgresql://user:password@host:5432/postgres?sslmode=...`; `sslmode` is `verify-full`, `no-verify` or `disable`',
      zh: '`postgresql://用户:密码@主机:5432/postgres?sslmode=...`；`sslmode` 为 `verify-full`、`no-verify` 或 `disable`',
    },
    example: '<postgresql://...>',
  },
  WXPAY_PGREST_URL: {
    zh: '环境网关上 PostgREST 的地址；仅用于 postgrest',
    where: { en: 'made of the environment id', zh: '由环境 ID 拼成' },
    form: {
      en: '`https://<environment id>.api.tcloudbasegateway.com/v1/rdb/rest`',
      zh: '`https://<环境 ID>.api.tcloudbasegateway.com/v1/rdb/rest`',
    },
    example: '<https://...>',
  },
  WXPAY_PGREST_KEY: {
    zh: '环境的 API Key（角色 service_role）；仅用于 postgrest',
    where: { en: 'API Key of the CloudBase console; shown once', zh: '云开发控制台：API Key，仅显示一次' },
    form: { en: 'text without blanks', zh: '不含空格的文本' },
    example: '<API Key>',
  },
  WXPAY_CODE_SCOPE: {
    zh: '推导签约协议号时代替环境 ID；迁移环境时填旧环境的 ID',
    where: { en: 'only where you move: the id of the environment before', zh: '仅在迁移时填写：旧环境的 ID' },
    form: { en: 'at most 64 characters without blanks', zh: '至多 64 个字符，无空格' },
    example: '<id of the environment before>',
  },
} as const satisfies WordsOf<typeof STORAGE>
