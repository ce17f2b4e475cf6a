import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { api, type MessageDetail } from '../api.ts'
import { Banner } from '../ui/Banner.tsx'
import { Ladder, type Rung } from '../ui/Ladder.tsx'
import { span } from '../ui/time.ts'

const PATIENCE_MS = 60_000

/** Whether anything more may become known: a webhook tells nothing after it took the text. */
function isOpen({ status, provider }: MessageDetail): boolean {
  return ['queued', 'sending', 'unknown'].includes(status) || (status === 'sent' && provider !== 'webhook')
}

/** What becomes of the test text, as it becomes known. */
export function TestLadder({ first }: { first: MessageDetail }) {
  const [late, setLate] = useState(false)
  const message = useQuery({
    queryKey: ['message', first.id],
    queryFn: () => api.message(first.id),
    initialData: first,
    refetchInterval: ({ state }) => (state.data && isOpen(state.data) ? 1_000 : false),
  }).data
  const waits = isOpen(message)
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), PATIENCE_MS)
    return () => clearTimeout(timer)
  }, [])
  return (
    <>
      <Ladder label="What became of it" rungs={[...rungs(message), ...(waits && !late ? [waiting(message)] : [])]} />
      {message.status === 'delivered' && <p className="quiet">Look at the phone: only you can see the screen.</p>}
      {message.status === 'sent' && !waits && <p className="quiet">{message.status_text}</p>}
      {waits && late && <p className="quiet">No receipt yet: {message.status_text} Some carriers never confirm.</p>}
      {message.error && (
        <Banner tone="red" title={message.error.cause} urgent>
          {message.error.remedy} <Link to="/settings/sms/diagnose">Diagnose</Link>
        </Banner>
      )}
      {message.status === 'skipped' && (
        <Banner tone="amber" title="It was not sent." urgent>
          {message.status_text}
        </Banner>
      )}
    </>
  )
}

const states = { green: 'ok', amber: 'warn', red: 'fail', neutral: 'ok' } as const

function rungs(message: MessageDetail): Rung[] {
  const start = Date.parse(message.created_at)
  // That it was accepted and checked goes without saying here.
  const lines = message.timeline.slice(1).filter((line) => line.what !== 'Checks passed')
  return lines.map((line, n) => ({
    key: `${n}${line.what}`,
    state: states[line.tone],
    text: line.what,
    detail: [span(Math.max(0, Date.parse(line.at) - start)), line.detail].filter(Boolean).join(' · '),
  }))
}

function waiting(message: MessageDetail): Rung {
  const text =
    message.waiting_for ?? (message.status === 'sent' ? 'Waiting for the carrier' : 'Waiting for the provider')
  return { key: 'waiting', state: 'busy', text }
}
