// .env.example: every setting with what it is and where to find it, in both languages.
import type { Row, Words } from '../../cloudfunctions/_shared/platform/settings/catalogue/row'
import { exampleOf, TOLD, type Told } from './told'

const HEAD = `# Settings. npm run setup makes .env of this, with your key files in it. Or copy it to .env, put your own values in place of every
# <...>, and run npm run build: it checks all of them and makes functions-built/, which is deployed. A key or certificate is its text (in double quotes, as it is), its base64 on
# one line, or the path of its file. What each is, at length: docs/settings.md. Made by npm run generate from the catalogue.
# 配置。npm run setup 会据此生成 .env 并填入密钥文件；也可复制为 .env，替换所有 <...>，再运行 npm run build：
# 它会检查全部配置并生成待部署的 functions-built/。
# 密钥和证书可填原文（用双引号括起）、单行 base64 或文件路径。详见 docs/zh-CN/settings.md。

# CloudBase environment to deploy to; the functions learn it from the platform.
# 要部署到的云开发环境；云函数由平台获知。
ENV_ID="<environment id>"
`

export const dotEnvExample = (): string =>
  [HEAD, ...TOLD.flatMap(({ title, settings }) => [ruler(title), ...settings.map(linesOf)])].join('\n')

const ruler = ({ en, zh }: Words): string => `# ---- ${en} / ${zh} `.padEnd(100, '-')

function linesOf({ name, row, what, where, form }: Told): string {
  return [
    `# ${sentence(what.en)}.`,
    `# ${what.zh}。`,
    `#   ${form.en}; ${where.en}`,
    `#   ${form.zh}；${where.zh}`,
    `${isToBeFilledIn(row) ? '' : '# '}${name}=${exampleOf(name)}`,
    '',
  ].join('\n')
}

/** In every kind of merchant, and in the scenes all have. */
export const isToBeFilledIn = ({ use, isUsual, scene }: Row): boolean =>
  scene === undefined && (use === 'needed' || isUsual === true)

export const sentence = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1)
