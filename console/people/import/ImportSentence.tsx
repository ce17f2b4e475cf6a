import { Time } from '../../ui/Time.tsx'
import { span } from '../../ui/time.ts'
import type { Import } from './api.ts'
import { number, rowsIn, sizeIn } from './words.ts'

const DAY_MS = 24 * 60 * 60 * 1000

/** What it is and how far it came, in a line. */
export function ImportSentence({ one }: { one: Import }) {
  const { state, created_by: by, created_at, started_at, finished_at, rows, rows_done } = one
  const size = rows === null || one.size_bytes === null ? '' : `${rowsIn(rows)}, ${sizeIn(one.size_bytes)}. `
  switch (state) {
    case 'waiting':
      return (
        <>
          Begun by {by} <Time at={created_at} />. Its file has not arrived yet.
        </>
      )
    case 'ready':
    case 'checking': {
      const until = new Date(Date.parse(created_at) + DAY_MS).toISOString()
      return (
        <>
          {size}Sent by {by} <Time at={created_at} />. The file is kept sealed, until it is imported or until{' '}
          <Time at={until} as="hour" />.
        </>
      )
    }
    case 'importing':
      return (
        <>
          {size}Started by {by} <Time at={started_at!} />. It goes on when this page is left or closed.
        </>
      )
    case 'done':
      return (
        <>
          {size}Imported by {by} <Time at={finished_at!} />, in{' '}
          {span(Date.parse(finished_at!) - Date.parse(started_at!))}. The file is deleted.
        </>
      )
    case 'cancelled':
    case 'failed':
      return (
        <>
          {state === 'cancelled' ? 'Cancelled' : 'Stopped'} <Time at={finished_at!} />
          {rows !== null && rows_done > 0 && `, after ${number(rows_done)} of ${rowsIn(rows)}`}. The file is deleted.
        </>
      )
    case 'expired':
      return (
        <>
          Sent by {by} <Time at={created_at} />, and not imported within a day. The file is deleted.
        </>
      )
  }
}
