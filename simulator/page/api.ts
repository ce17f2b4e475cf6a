import type { Behaviour, FaultSettings, FaultsView, SimHandsetView, SimMessageView, SimStateView } from '../wire.ts'

/** What the simulator answered when it said no, in its own words. */
export class Refused extends Error {}

export const getState = () => call<SimStateView>('/state')
export const getHandsets = () => call<{ items: SimHandsetView[] }>('/handsets')
export const getMessages = (handset: string) =>
  call<{ items: SimMessageView[] }>(`/messages?limit=200&handset=${encodeURIComponent(handset)}`)

export const addHandset = (number: string, name: string) => call<SimHandsetView>('/handsets', 'POST', { number, name })
export const changeHandset = (number: string, change: { name?: string; behaviour?: Behaviour }) =>
  call<SimHandsetView>(`/handsets/${encodeURIComponent(number)}`, 'PATCH', change)
export const removeHandset = (number: string) => call<void>(`/handsets/${encodeURIComponent(number)}`, 'DELETE')
export const sendReply = (number: string, body: string) =>
  call<SimMessageView>(`/handsets/${encodeURIComponent(number)}/replies`, 'POST', { body })

export const repeatReceipt = (sid: string, receipt: number, times: number) =>
  call<SimMessageView>(`/messages/${sid}/receipts`, 'POST', { receipt, times })

export type FaultChange = Partial<FaultSettings> & { until_count?: number | null; until_ms?: number | null }
export const changeFaults = (change: FaultChange) => call<FaultsView>('/faults', 'POST', change)
export const clearFaults = () => call<FaultsView>('/faults', 'DELETE')

async function call<Answer>(path: string, method = 'GET', body?: unknown): Promise<Answer> {
  const response = await fetch(`/sim${path}`, { method, ...(body !== undefined && { body: JSON.stringify(body) }) })
  if (response.status === 204) return undefined as Answer
  const answer = await response.json()
  if (!response.ok) throw new Refused(answer.detail ?? `The simulator answered ${response.status}.`)
  return answer
}
