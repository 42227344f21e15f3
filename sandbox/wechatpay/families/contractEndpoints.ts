// Query and terminate of one contract: the same in both families, but for the name of the template's id.
import type { Agreement } from '../agreement'
import { outContractCode, terminationRemark } from '../commonFields'
import { endpoint, type Endpoint } from '../endpoint'
import { idText } from '../fields'
import type { Family } from '../preSign'
import type { World } from '../world'

const TEMPLATE_FIELDS = { 'service-id': 'service_id', 'plan-id': 'plan_id' } as const

interface ContractFamily {
  family: Family
  /** Path of the family's contracts. */
  base: string
  /** Path segment before the template's id. */
  template: keyof typeof TEMPLATE_FIELDS
  /** @throws {Refusal} 403 when the template is not open to the merchant */
  checkTemplate: (templateId: number) => unknown
  /** Answer of the query. */
  read: (agreement: Agreement) => Record<string, unknown>
}

export function contractEndpoints(world: World, family: ContractFamily): Endpoint[] {
  const field = TEMPLATE_FIELDS[family.template]
  const template = `${family.base}/${family.template}/{${field}}/out-contract-code/{out_contract_code}`
  const path = { [field]: idText(), out_contract_code: outContractCode() }
  const find = (values: Readonly<Record<string, unknown>>): Agreement => {
    const templateId = Number(values[field])
    family.checkTemplate(templateId)
    return world.agreements.find(family.family, templateId, String(values['out_contract_code']))
  }
  const query = endpoint({
    method: 'GET',
    template,
    path,
    query: {},
    body: {},
    handle: (call) => family.read(find(call.path)),
  })
  const terminate = endpoint({
    method: 'POST',
    template: `${template}/terminate`,
    path,
    query: {},
    body: { contract_termination_remark: terminationRemark() },
    handle: ({ path: values, body }) => {
      const agreement = find(values)
      world.agreements.terminate(agreement, 'MCH_API_TERMINATE', body.contract_termination_remark)
      const { templateId, outContractCode: code } = agreement.preSign
      return { mchid: world.keys.mchid, [field]: templateId, out_contract_code: code }
    },
  })
  return [query, terminate]
}
