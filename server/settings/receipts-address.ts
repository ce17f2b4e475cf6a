import { isIP } from 'node:net'
import { isPublicAddress } from '../kit/egress/addresses.ts'

interface Told {
  provider: string
  workspace_id: string
  id: string
}

/**
 * The common part of the addresses that a provider is told, one with each text; null where none is told and receipts
 * are asked for. A real provider refuses a text whose address only means something on our own network (Twilio 21609);
 * the simulator, which is on it, takes one.
 */
export function receiptsAddress(publicUrl: string | null, { provider, workspace_id, id }: Told): string | null {
  if (publicUrl === null || provider === 'webhook') return null
  if (provider === 'twilio' && isInside(new URL(publicUrl).hostname)) return null
  return `${publicUrl}/callbacks/sms/${workspace_id}/${id}`
}

export function isInside(hostname: string): boolean {
  const address = hostname.replace(/^\[|\]$/g, '')
  if (isIP(address)) return !isPublicAddress(address)
  return !hostname.includes('.') || /\.(localhost|local|internal|home\.arpa)\.?$/.test(hostname)
}
