// The page of the stand-in: sign, refuse, fail. What it hands back is what WeChat Pay's page is documented to hand back.
import { ask, type Contract, type Deed } from '../../standIn'
import { returnData, wordsOf, type Step } from '../../outcome'

const firstStep = (): Step => 'reading'

Component({
  properties: { session: { type: String, value: '' } },
  data: { step: firstStep(), words: wordsOf('reading', ''), contract: null as Contract | null, isBusy: false },
  lifetimes: {
    attached() {
      void this.perform('session', 'ask')
    },
  },
  methods: {
    sign() {
      void this.perform('sign', 'signed')
    },
    fail() {
      void this.perform('fail', 'failed')
    },
    /** The session lives on and nothing is handed back, as with the arrow at the top left. */
    async refuse() {
      if (await this.perform('refuse', 'ask')) void wx.navigateBackMiniProgram({})
    },
    finish() {
      const { step, contract, words } = this.data
      void wx.navigateBackMiniProgram({ extraData: returnData(step, contract, words.body) })
    },
    /** @returns whether WeChat Pay did it */
    async perform(deed: Deed, next: Step): Promise<boolean> {
      this.setData({ isBusy: true })
      const reply = await ask(deed, this.data.session)
      const step = reply.ok && (deed !== 'session' || reply.contract.session === 'open') ? next : 'over'
      const why = reply.ok ? '' : reply.why
      this.setData({
        step,
        words: wordsOf(step, why),
        contract: reply.ok ? reply.contract : null,
        isBusy: false,
      })
      return reply.ok
    },
  },
})
