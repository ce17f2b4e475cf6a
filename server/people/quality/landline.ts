/** What numbering plans do not have for a number that takes texts; US numbers are both, and in no list. An index has the same. */
const NO_MOBILE: Record<string, string> = {
  fixed_line: 'a landline',
  toll_free: 'a toll-free number',
  premium_rate: 'a premium-rate number',
  shared_cost: 'a shared-cost number',
  uan: 'a company number',
  pager: 'a pager',
  voicemail: 'a voicemail number',
}

export const IS_NO_MOBILE = `f.kind in (${[...Object.keys(NO_MOBILE), 'unknown'].map((kind) => `'${kind}'`).join(', ')})`

/** "Landline or unreachable carrier" (twilio.com/docs/api/errors/30006), of the phone that a text was really sent to. */
const IS_CALLED_LANDLINE = 'm.error_code = 30006 and m.redirected_sealed is null'

/** The last word counts: a text that arrived since then was not taken by a landline. */
const NOTHING_ARRIVED_SINCE = `not exists (
  select from messages d
  where d.workspace_id = $1 and d.to_hash = m.to_hash and d.id > m.id and d.status = 'delivered'
    and d.redirected_sealed is null)`

/** Numbers that a provider called a landline; `beyond` begins with `and`, and what follows it may be an order. */
export function calledLandline(columns: string, beyond = ''): string {
  return `select ${columns} from messages m
    where m.workspace_id = $1 and ${IS_CALLED_LANDLINE} and ${NOTHING_ARRIVED_SINCE} ${beyond}`
}

/** As it follows "Numbering plans have it as"; undefined for one that they do not have. */
export function planWords(kind: string | null): string | undefined {
  return NO_MOBILE[kind ?? '']
}
