import { ActionIcon } from '@mantine/core'
import { IconArrowLeft, IconX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useLocation, useNavigate, useRouter } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { problemIn } from '../problem.ts'
import { Bar, LoadError } from '../ui/states.tsx'
import { useIsPhone } from '../ui/useIsPhone.ts'
import { Detail } from './Detail.tsx'
import classes from './DetailPanel.module.css'
import { messageQuery } from './queries.ts'

const route = getRouteApi('/signed-in/history/$id')

/** One message beside the list, or instead of it on a phone. */
export function DetailPanel() {
  const { id } = route.useParams()
  const navigate = useNavigate()
  const isPhone = useIsPhone()
  const panel = useRef<HTMLElement>(null)
  const message = useQuery(messageQuery(id))
  const router = useRouter()
  const fromList = useLocation({ select: (location) => location.state.fromList })
  const close = () => {
    if (isPhone && fromList) router.history.back()
    else void navigate({ to: '/history', search: true, resetScroll: false })
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: another message begins at its top
  useEffect(() => {
    panel.current?.scrollTo({ top: 0 })
  }, [id])
  return (
    <section ref={panel} className={classes.panel} aria-label="Message">
      <div className={classes.bar}>
        <ActionIcon size={isPhone ? 44 : 28} aria-label={isPhone ? 'Back to History' : 'Close'} onClick={close}>
          {isPhone ? <IconArrowLeft size={20} stroke={1.75} /> : <IconX size={17} stroke={1.75} />}
        </ActionIcon>
        {isPhone && <span>History</span>}
      </div>
      {message.isPending && <Waiting />}
      {message.isError && !message.data && <Failed error={message.error} retry={message.refetch} />}
      {message.data && <Detail key={id} message={message.data} />}
    </section>
  )
}

function Failed({ error, retry }: { error: Error; retry: () => unknown }) {
  const status = problemIn(error)?.body.status
  if (status === 404 || status === 422) return <h1 className={classes.outcome}>No such message in this workspace.</h1>
  return <LoadError thing="this message" retry={retry} />
}

function Waiting() {
  return (
    <div aria-busy="true" className={classes.waiting}>
      <h1 className="visually-hidden">Message</h1>
      <Bar width={96} />
      <Bar width="75%" />
      <Bar width="90%" />
      <h2 className={classes.heading}>Timeline</h2>
      {['80%', '60%', '70%', '55%'].map((width) => (
        <Bar key={width} width={width} />
      ))}
    </div>
  )
}
