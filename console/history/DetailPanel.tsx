import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { problemIn } from '../problem.ts'
import { SidePanel } from '../ui/SidePanel.tsx'
import { Bar, LoadError } from '../ui/states.tsx'
import { Detail } from './Detail.tsx'
import classes from './DetailPanel.module.css'
import { messageQuery } from './queries.ts'

const route = getRouteApi('/signed-in/history/$id')

/** One message beside the list, or instead of it on a phone. */
export function DetailPanel() {
  const { id } = route.useParams()
  const navigate = useNavigate()
  const message = useQuery(messageQuery(id))
  return (
    <SidePanel
      id={id}
      label="Message"
      list="History"
      toList={() => void navigate({ to: '/history', search: true, resetScroll: false })}
    >
      {message.isPending && <Waiting />}
      {message.isError && !message.data && <Failed error={message.error} retry={message.refetch} />}
      {message.data && <Detail key={id} message={message.data} />}
    </SidePanel>
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
