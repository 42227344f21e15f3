// A merchant's project in which nothing is wrong, and what one can do to it.
import { cpSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { FUNCTION_ROLES } from '../../cloudfunctions/_shared/platform/settings/catalogue'
import { agreedTo } from '../../miniprogram/entrust/consent/consent'
import { agreement } from '../../miniprogram/entrust/merchant/agreement'
import { terms } from '../../miniprogram/entrust/merchant/terms'
import { fillFunctionsBuilt } from '../../scripts/build/functionsBuilt'
import { CONSENTS_FILE } from '../../scripts/consents/texts'
import { toJson, withTexts } from '../../scripts/consents/knownTexts'
import { examine } from '../../scripts/doctor/checks'
import type { Finding } from '../../scripts/doctor/findings'
import { gather } from '../../scripts/doctor/gather'
import { ROOT } from './project'
import { REST, setArguments, SetupFolder, type MerchantKeys } from './setupFolder'

const OWN_TERMS: Readonly<Record<string, string>> = {
  青柠商城科技: '晴川出行科技',
  青柠商城: '晴川出行',
  '400-000-0000': '400-123-4567',
}
/** In place of the sample's. */
export const ownTerms = (text: string): string =>
  Object.entries(OWN_TERMS).reduce((all, [sample, own]) => all.replaceAll(sample, own), text)

export const TERMS = 'miniprogram/entrust/merchant/terms.ts'
const COPIED = [
  TERMS,
  'miniprogram/entrust/merchant/agreement.ts',
  'miniprogram/entrust/merchant/settings.ts',
  'miniprogram/app.json',
  'project.config.json',
  'cloudbaserc.json',
  'database/collections.json',
]
const NAMES = Object.keys(FUNCTION_ROLES)
const NOW_MS = Date.now()

export class DoctorProject extends SetupFolder {
  /** @param keys of the merchant, in `keys/` @param values what no key file says */
  static async create(keys: MerchantKeys, values: Readonly<Record<string, string>> = REST): Promise<DoctorProject> {
    const project = new DoctorProject()
    for (const path of COPIED) cpSync(join(ROOT, path), join(project.root, path))
    project.edit(TERMS, ownTerms)
    project.edit('project.config.json', (text) => text.replaceAll('touristappid', REST.WXPAY_APPID))
    const own = JSON.parse(ownTerms(JSON.stringify(terms))) as typeof terms
    project.write({ [CONSENTS_FILE]: toJson(withTexts([], [agreedTo(own, agreement).text], '2026-11-29')) })
    for (const name of NAMES) {
      project.write({
        [`cloudfunctions/${name}/index.ts`]: '',
        [`dist/cloudfunctions/${name}/index.js`]: `exports.main = () => '${name}'`,
        [`dist/cloudfunctions/${name}/package.json`]: JSON.stringify({ name }),
      })
    }
    project.writeKeys(keys)
    await project.setUp(setArguments(values))
    await project.build()
    return project
  }

  /** As it is now, elsewhere. */
  copy(): DoctorProject {
    const copy = new DoctorProject()
    cpSync(this.root, copy.root, { recursive: true })
    return copy
  }

  async build(): Promise<void> {
    await fillFunctionsBuilt({ root: this.root, builtDir: join(this.root, 'dist/cloudfunctions'), names: NAMES })
  }

  edit(path: string, change: (text: string) => string): void {
    this.write({ [path]: change(readFileSync(join(this.root, path), 'utf8')) })
  }

  /** In place of what `.env` holds; undefined takes it out. */
  async set(name: string, value: string | undefined): Promise<void> {
    this.edit('.env', (text) => text.replace(new RegExp(`^${name}=.*$`, 'm'), ''))
    if (value !== undefined) this.edit('.env', (text) => `${text}\n${name}=${value}\n`)
    await this.build()
  }

  delete(path: string): void {
    rmSync(join(this.root, path), { recursive: true })
  }

  async examine(nowMs = NOW_MS): Promise<Finding[]> {
    return examine(await gather({ root: this.root, nowMs }))
  }
}
