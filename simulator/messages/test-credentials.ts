/** The magic numbers of test credentials (twilio.com, test credentials). They mean nothing with live ones. */
const FROM: Record<string, number | null> = {
  '+15005550001': 21212,
  '+15005550007': 21606,
  '+15005550008': 21611,
  '+15005550006': null,
}
const TO: Record<string, number> = {
  '+15005550001': 21211,
  '+15005550002': 21612,
  '+15005550003': 21408,
  '+15005550004': 21610,
  '+15005550009': 21614,
}
const BUY: Record<string, number | null> = { '+15005550000': 21422, '+15005550001': 21421, '+15005550006': null }
const BUY_IN_AREA: Record<string, number | null> = { '533': 21452, '500': null }

/** The refusal that these numbers stand for; null when the text would be accepted. */
export function magicRefusal(from: string | null, to: string): number | null {
  const byFrom = from !== null && from in FROM ? FROM[from]! : 21606
  return byFrom ?? TO[to] ?? null
}

export function magicPurchaseRefusal(params: { phoneNumber?: string | undefined; areaCode?: string | undefined }) {
  if (params.phoneNumber) return params.phoneNumber in BUY ? BUY[params.phoneNumber]! : 21421
  if (params.areaCode) return params.areaCode in BUY_IN_AREA ? BUY_IN_AREA[params.areaCode]! : 21452
  return 21421
}
