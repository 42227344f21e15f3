// The notify address, offered where an environment is known and no address is.
import type { Connection } from '../cloud/connect'
import type { Language } from '../language'
import { offerNotifyUrl, tellOffer, type Offer } from './offerNotifyUrl'
import { ENVIRONMENT_ID, isEnvironmentId, type Values } from './values'

const NOTIFY_URL = 'WXPAY_NOTIFY_URL'

/** Where an environment is known and no address. */
export async function offerOf(values: Values, connection: Connection | undefined): Promise<Offer | undefined> {
  const { [ENVIRONMENT_ID]: envId, [NOTIFY_URL]: known } = values
  return connection && known === undefined && envId !== undefined && isEnvironmentId(envId)
    ? offerNotifyUrl(envId, connection)
    : undefined
}

/** @param values what is known before anybody is asked */
export const offerFor =
  (values: Values, language: Language, connection: Connection | undefined) =>
  async (name: string, answers: Values): Promise<{ value?: string; told: string } | undefined> => {
    const offer = name === NOTIFY_URL ? await offerOf({ ...values, ...answers }, connection) : undefined
    if (!offer) return undefined
    return { told: tellOffer(offer, language), ...(offer.kind === 'offered' && { value: offer.url }) }
  }
