import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs'
import { z } from 'zod'
import { countSegments } from '../../shared/sms/segments.ts'
import { readNumber } from '../carrier/phone.ts'
import { outboundMicros } from '../carrier/prices.ts'
import { countDouble, type World } from '../world.ts'
import type { SimMessage } from './message.ts'

/** Of a longer log only the end is read: about as much as is kept in memory anyway. */
const READ_BYTES = 32 * 1024 * 1024

const row = z.object({
  at: z.iso.datetime(),
  sid: z.string(),
  account_sid: z.string(),
  to: z.string(),
  from: z.string().nullable(),
  messaging_service_sid: z.string().nullable(),
  body: z.string(),
  status_callback: z.string().nullable(),
  validity_seconds: z.number(),
})

/**
 * Takes up again what was accepted before a restart: a provider whose list forgets a text would tell its client that
 * the text was never sent. Its receipts are not told again; whoever asks is told that it arrived.
 */
export function recallAccepted(world: World, logFile: string): void {
  for (const line of readEnd(logFile).split('\n')) {
    const read = row.safeParse(parse(line))
    if (!read.success) continue
    const message = toMessage(read.data)
    countDouble(world, message)
    world.messages.add(message)
    world.handsets.touch(message.to, message.createdAt, message.sid)
  }
}

function readEnd(file: string): string {
  if (!existsSync(file)) return ''
  const handle = openSync(file, 'r')
  try {
    const { size } = fstatSync(handle)
    const end = Buffer.alloc(Math.min(size, READ_BYTES))
    const bytes = readSync(handle, end, 0, end.length, size - end.length)
    return end.toString('utf8', 0, bytes)
  } finally {
    closeSync(handle)
  }
}

/** Null for a line that was cut short, by a crash or because the reading begins in it. */
function parse(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return null
  }
}

function toMessage(logged: z.infer<typeof row>): SimMessage {
  const atMs = Date.parse(logged.at)
  const { segments } = countSegments(logged.body)
  return {
    sid: logged.sid,
    accountSid: logged.account_sid,
    direction: 'outbound-api',
    to: logged.to,
    from: logged.from,
    serviceSid: logged.messaging_service_sid,
    body: logged.body,
    status: 'delivered',
    errorCode: null,
    segments,
    smartEncoded: false,
    createdAt: atMs,
    updatedAt: atMs,
    sentAt: atMs,
    sendAt: null,
    validitySeconds: logged.validity_seconds,
    priceMicros: outboundMicros(readNumber(logged.to)?.country ?? null) * segments,
    statusCallback: logged.status_callback,
    request: null,
    receipts: [],
    inbound: null,
    receiptFault: null,
  }
}
