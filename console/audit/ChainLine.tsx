import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { AuditChain } from '../api.ts'
import { useIsOperator } from '../shell/session.ts'
import { Time } from '../ui/Time.tsx'
import classes from './AuditScreen.module.css'
import { chainQuery } from './queries.ts'

/** Longer than the loop needs, also where several are at it. */
const SLOW_MS = 10_000

/** What keeps the log from being changed unnoticed, and how far it reaches at this moment. */
export function ChainLine() {
  const chain = useQuery(chainQuery).data
  if (!chain) return null
  return (
    <span className={classes.chain}>
      <Chained chain={chain} /> <Heads chain={chain} />
    </span>
  )
}

function Chained({ chain: { head, waiting, oldest_waiting_at } }: { chain: AuditChain }) {
  if (oldest_waiting_at && Date.now() - Date.parse(oldest_waiting_at) > SLOW_MS) {
    const entries = waiting === 1 ? '1 entry has' : `${waiting.toLocaleString('en')} entries have`
    return (
      <span className={classes.amber}>
        {entries} waited to be chained since <Time at={oldest_waiting_at} as="hour" />.
      </span>
    )
  }
  if (!head) return null
  return (
    <>
      Chained up to number {head.seq.toLocaleString('en')}, <Time at={head.chained_at} />.
    </>
  )
}

const ways = { file: 'to a file', email: 'by mail', webhook: 'to a webhook' }

function Heads({ chain: { heads } }: { chain: AuditChain }) {
  const isOperator = useIsOperator()
  const settings = isOperator && <Link to="/installation/audit-heads">Audit heads</Link>
  if (!heads)
    return (
      <>
        Its heads are not kept outside, so a log whose end was cut off would not be noticed
        {isOperator ? ': ' : '; the operator can change that.'}
        {settings}
      </>
    )
  if (heads.failing) return <span className={classes.amber}>Its heads cannot be sent outside just now. {settings}</span>
  const to = heads.destination ? ` (${heads.destination})` : ''
  if (!heads.sent) return `Its head goes out ${ways[heads.channel]}${to} within the hour.`
  return (
    <>
      Its head went out <Time at={heads.sent.at} as="hour" /> {ways[heads.channel]}
      {to}.
    </>
  )
}
