// Which signing session (预签约会话) the merchant sent the user with.

interface Entered {
  referrerInfo?: { extraData?: unknown }
}

/**
 * WeChat Pay's pages disagree on where the id travels: in `extraData`, in the path, or in both. Either will do here.
 * @returns the `pre_entrustweb_id`, or '' when there is none
 */
export function sessionOf(query: Readonly<Record<string, string | undefined>>, { referrerInfo }: Entered): string {
  const { pre_entrustweb_id: handed } = (referrerInfo?.extraData ?? {}) as { pre_entrustweb_id?: unknown }
  return typeof handed === 'string' && handed !== '' ? handed : (query['pre_entrustweb_id'] ?? '')
}
