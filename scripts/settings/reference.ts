// docs/settings.md and docs/zh-CN/settings.md: every setting at length, each under an anchor of its own.
import { FUNCTION_ROLES } from '../../cloudfunctions/_shared/platform/settings/catalogue'
import {
  KINDS,
  type Role,
  type Row,
  type Use,
  type Words,
} from '../../cloudfunctions/_shared/platform/settings/catalogue/row'
import { sentence } from './dotEnvExample'
import { TOLD, type Told } from './told'

type Language = keyof Words

const TEXTS = {
  title: { en: 'Settings', zh: '配置项' },
  head: {
    en: `Made by \`npm run generate\` from the catalogue, \`cloudfunctions/_shared/platform/settings/catalogue.ts\`. They are written in
\`.env\`, by \`npm run setup\` or by hand, which \`npm run build\` checks as a whole ([deploying.md](deploying.md)). An empty value is none. A key or certificate is
its text as it is, in double quotes; on one line with \`\\n\`; its base64, with or without the PEM armour; or the path of its file.`,
    zh: `本页由 \`npm run generate\` 根据 \`cloudfunctions/_shared/platform/settings/catalogue.ts\` 生成。配置写在 \`.env\` 中（\`npm run setup\` 可代为填写），由 \`npm run build\`
统一检查（见 [deploying.md](deploying.md)）。空值视为未填。密钥或证书可填：双引号内的原文、带 \`\\n\` 的单行文本、base64
（有无 PEM 首尾行均可）或文件路径。`,
  },
  where: { en: 'Where to find it', zh: '从何处取得' },
  form: { en: 'Form', zh: '格式' },
  need: { en: 'Needed', zh: '是否必填' },
  readBy: { en: 'Read by', zh: '使用者' },
  kept: { en: 'Kept in', zh: '存放于' },
  fallback: { en: 'Without it', zh: '默认值' },
  secret: { en: 'the environment of these functions: it is a secret', zh: '这些云函数的环境变量：属于机密' },
  open: { en: '`settings.json` beside the code', zh: '代码旁的 `settings.json`' },
  dotEnv: { en: '`.env` alone', zh: '仅 `.env`' },
  commands: { en: '`npm run build`, `deploy`, `admin`', zh: '`npm run build`、`deploy`、`admin`' },
  either: {
    en: 'the environment where the value is a secret, else `settings.json`',
    zh: '值为机密时存于环境变量，否则存于 `settings.json`',
  },
  all: { en: 'every function', zh: '全部云函数' },
  allBut: { en: 'every function but', zh: '云函数，不含' },
  others: { en: '; by the others only without', zh: '；其他云函数仅在未填此项时使用：' },
  app: { en: 'for signing from your own app', zh: '从自有 App 签约时' },
  'server-only': {
    en: 'for functions only servers call; without it they are not deployed',
    zh: '使用仅供服务端调用的云函数时；不填则不部署',
  },
  every: { en: 'always', zh: '必填' },
  usual: { en: 'unless what is said above stands in for it', zh: '除上述例外均必填' },
  nobody: { en: 'no', zh: '可不填' },
} as const satisfies Record<string, Words>

const USE: Readonly<Record<Use, Words>> = {
  needed: { en: 'needed', zh: '必填' },
  optional: { en: 'optional', zh: '可选' },
  unused: { en: 'refused', zh: '不可填' },
}

export function reference(language: Language): string {
  const head = `# ${TEXTS.title[language]}\n\n${TEXTS.head[language]}\n`
  const groups = TOLD.flatMap(({ title, settings }) => [
    `## ${title[language]}\n`,
    ...settings.map((one) => section(one, language)),
  ])
  return [head, ...groups].join('\n')
}

function section({ name, row, what, where, form }: Told, language: Language): string {
  const lines: [Words, string | undefined][] = [
    [TEXTS.form, form[language]],
    [TEXTS.where, where[language]],
    [TEXTS.need, needOf(row, language)],
    [TEXTS.fallback, row.default === undefined ? undefined : `\`${row.default}\``],
    [TEXTS.readBy, readersOf(row, language)],
    [TEXTS.kept, keptIn(row)[language]],
  ]
  const list = lines.flatMap(([label, text]) => (text === undefined ? [] : [`- ${label[language]}: ${text}`]))
  return `### \`${name}\`\n\n${sentence(what[language])}${language === 'zh' ? '。' : '.'}\n\n${list.join('\n')}\n`
}

function needOf({ use, scene, isUsual }: Row, language: Language): string {
  if (typeof use !== 'string') {
    const uses = (['needed', 'optional', 'unused'] as const).map(
      (one) => [one, KINDS.filter((kind) => use[kind] === one)] as const,
    )
    const told = uses.filter(([, kinds]) => kinds.length > 0)
    return told
      .map(([one, kinds]) => `${USE[one][language]}: ${kinds.map((kind) => `\`${kind}\``).join(' ')}`)
      .join('; ')
  }
  if (use === 'optional') return (isUsual ? TEXTS.usual : TEXTS.nobody)[language]
  return TEXTS[scene ?? 'every'][language]
}

/** In words of people, who know functions and not roles. */
function readersOf({ for: roles, notBeside }: Row, language: Language): string {
  if (roles.length === 0) return TEXTS.commands[language]
  if (notBeside) {
    const always = roles.filter((role) => !notBeside.for.includes(role))
    return `${functionsOf(always)}${TEXTS.others[language]} \`${notBeside.setting}\``
  }
  if (roles.length < 3) return functionsOf(roles)
  const others = ROLES.filter((role) => !roles.includes(role))
  return others.length === 0 ? TEXTS.all[language] : `${TEXTS.allBut[language]} ${functionsOf(others)}`
}

const ROLES = [...new Set(Object.values(FUNCTION_ROLES))]

const functionsOf = (roles: readonly Role[]): string =>
  Object.entries(FUNCTION_ROLES)
    .filter(([, role]) => roles.includes(role))
    .map(([name]) => `\`${name}\``)
    .join(' ')

function keptIn({ secret, for: roles }: Row): Words {
  if (roles.length === 0) return TEXTS.dotEnv
  if (typeof secret === 'function') return TEXTS.either
  return secret ? TEXTS.secret : TEXTS.open
}
