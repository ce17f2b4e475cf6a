const QUICK_REPLIES = 15
const WITHIN_MS = 30_000

/** Two machines that answer each other would never stop: the provider ends it (14107). */
export interface ReplyPace {
  mayReply(senderSid: string, handset: string, nowMs: number): boolean
}

export function createReplyPace(): ReplyPace {
  const times = new Map<string, number[]>()
  return {
    mayReply(senderSid, handset, nowMs) {
      const key = `${senderSid} ${handset}`
      const recent = (times.get(key) ?? []).filter((time) => time > nowMs - WITHIN_MS)
      if (recent.length < QUICK_REPLIES) recent.push(nowMs)
      else return false
      times.set(key, recent)
      return true
    },
  }
}
