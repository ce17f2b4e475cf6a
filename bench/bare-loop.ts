// What the machine can do at best: the same requests with nothing around them. undici.Pool, 64 connections, one request
// at a time on each, the answer parsed.
import { Pool } from 'undici'

export async function bareLoop(origin: string, count: number, account: string): Promise<number> {
  const pool = new Pool(origin, { connections: 64, pipelining: 1 })
  const headers = {
    authorization: `Basic ${Buffer.from(`${account}:${'0'.repeat(32)}`).toString('base64')}`,
    'content-type': 'application/x-www-form-urlencoded',
    accept: 'application/json',
  }
  let left = count
  const one = async () => {
    while (left > 0) {
      left -= 1
      const body = `To=%2B1415555${String(left % 10_000).padStart(4, '0')}&Body=${encodeURIComponent(bodyOf(left))}&ValidityPeriod=14399&From=%2B14155550100&StatusCallback=${encodeURIComponent('http://127.0.0.1:1/callbacks/sms/ws_01k00000000000000000000000/con_01k00000000000000000000000/msg_01k00000000000000000000000/1/AAAAAAAAAAAAAAAAAAAAAA')}`
      const answer = await pool.request({
        method: 'POST',
        path: `/2010-04-01/Accounts/${account}/Messages.json`,
        headers,
        body,
      })
      const parsed = (await answer.body.json()) as { sid: string }
      if (!parsed.sid.startsWith('SM')) throw new Error('not accepted')
    }
  }
  const startedMs = performance.now()
  await Promise.all(Array.from({ length: 64 }, one))
  const seconds = (performance.now() - startedMs) / 1000
  await pool.close()
  return count / seconds
}

export function bodyOf(i: number): string {
  return `Acme: ENG-${i} priority changed to Urgent. View: https://acme.example/c/k3F9`
}
