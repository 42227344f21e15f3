// A user of the merchant's own app: who they are is told by a token of its login, and who signs by WeChat alone.
import { SignJWT } from 'jose'
import { APP_PATHS } from '../../../sandbox/kitSettings'
import type { Person } from '../../support/person'
import { secretOf } from '../../support/tokens'
import type { ProveWorld } from './proveWorld'

const LIFE_SECONDS = 300

export class AppUser {
  /** @param person the same one by their login: what is on record of them is found by it */
  constructor(
    private readonly world: ProveWorld,
    private readonly person: Person,
  ) {}

  openSession = async () => this.#post('appPreEntrustSign', {})
  query = async () => this.#post('appQueryContract', {})
  close = async () => this.#post('appTerminateContract', { out_contract_code: await this.person.code() })

  /** In their WeChat. */
  async sign(): Promise<void> {
    const { control } = this.world.wechatPay
    await control.sign({ out_contract_code: await this.person.code(), openid: `oWechatOf${this.person.openid}` })
    await control.settled()
  }

  async #post(name: string, body: object): Promise<unknown> {
    const [path = ''] = Object.entries(APP_PATHS).find(([, one]) => one === name) ?? []
    const headers = { authorization: `Bearer ${await this.#token()}`, 'content-type': 'application/json' }
    const { body: answer } = await this.world.cloud.http({ method: 'POST', path, headers, body: JSON.stringify(body) })
    return answer.toString()
  }

  async #token(): Promise<string> {
    const { settings } = this.world
    const of = (name: string): string => settings[`WXPAY_APP_JWT_${name}`] ?? ''
    const exp = Math.floor(this.world.time.nowMs() / 1000) + LIFE_SECONDS
    return new SignJWT({ iss: of('ISSUER'), aud: of('AUDIENCE'), exp, sub: this.person.openid })
      .setProtectedHeader({ alg: 'HS256' })
      .sign(Buffer.from(secretOf(of('KEY'))))
  }
}
