import { IconDeviceDesktop, IconDeviceMobile } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, type Session } from '../api.ts'
import { problemIn } from '../problem.ts'
import { Chip } from '../ui/Chip.tsx'
import { LinkButton } from '../ui/LinkButton.tsx'
import { Section } from '../ui/Section.tsx'
import { Bar, LoadError } from '../ui/states.tsx'
import { Time } from '../ui/Time.tsx'
import { toast, toastFailure } from '../ui/toast.tsx'
import classes from './Profile.module.css'
import { sessionsQuery } from './queries.ts'

/** Where one is signed in. What is ended is refused at its next request. */
export function SessionsSection() {
  const sessions = useQuery(sessionsQuery)
  const items = sessions.data?.items
  const others = items?.filter(({ current }) => !current).length ?? 0
  const { endOne, endOthers } = useEnding()
  return (
    <Section
      title="Where you are signed in"
      purpose="Something you do not know? Sign it out and change your password."
      action={
        others > 1 && (
          <LinkButton danger disabled={endOthers.isPending} onClick={() => endOthers.mutate()}>
            Sign out everywhere else
          </LinkButton>
        )
      }
    >
      {sessions.isPending && <Bar width="60%" />}
      {sessions.isError && !items && <LoadError thing="your sessions" retry={sessions.refetch} />}
      {items && (
        <ul className={classes.sessions}>
          {items.map((session) => (
            <SessionRow
              key={session.id}
              session={session}
              busy={endOne.isPending && endOne.variables.id === session.id}
              onEnd={() => endOne.mutate(session)}
            />
          ))}
        </ul>
      )}
    </Section>
  )
}

function SessionRow({ session, busy, onEnd }: { session: Session; busy: boolean; onEnd: () => void }) {
  const { device, address, since, seen_at, current } = session
  const Icon = /iPhone|Android/.test(device) ? IconDeviceMobile : IconDeviceDesktop
  return (
    <li className={classes.session}>
      <Icon size={18} stroke={1.5} aria-hidden className={classes.icon} />
      <div>
        <span className={classes.device}>{device}</span> {current && <Chip tone="green">This one</Chip>}
        <div className="quiet">
          {address && <>{address} · </>}
          {!current && (
            <>
              last used <Time at={seen_at} /> ·{' '}
            </>
          )}
          signed in <Time at={since} />
        </div>
      </div>
      {!current && (
        <LinkButton danger disabled={busy} onClick={onEnd} aria-label={`Sign out ${device}`}>
          Sign out
        </LinkButton>
      )}
    </li>
  )
}

function useEnding() {
  const queries = useQueryClient()
  const again = () => queries.invalidateQueries({ queryKey: sessionsQuery.queryKey })
  const endOne = useMutation({
    mutationFn: ({ id }: Session) => api.endSession(id),
    onSuccess: async (_, { device }) => {
      await again()
      toast(`${device} is signed out.`)
    },
    onError: async (error, { device }) => {
      await again()
      // It ended by itself meanwhile.
      if (problemIn(error)?.body.status !== 404) toastFailure(`${device} is still signed in.`, error)
    },
  })
  const endOthers = useMutation({
    mutationFn: () => api.endOtherSessions(),
    onSuccess: async ({ ended }) => {
      await again()
      toast(ended === 1 ? 'One other session is ended.' : `${ended} other sessions are ended.`)
    },
    onError: (error) => toastFailure('You are still signed in elsewhere.', error),
  })
  return { endOne, endOthers }
}
