import { useNavigate } from '@tanstack/react-router'
import { LiveList } from '../ui/LiveList.tsx'
import { useLiveList } from '../ui/live-list.ts'
import { WaitingLines } from '../ui/Table.tsx'
import { useIsPhone } from '../ui/useIsPhone.ts'
import type { EventOut } from './ask.ts'
import { EmptyEvents } from './EmptyEvents.tsx'
import { EventRows, PhoneRows } from './EventRows.tsx'
import { eventSource } from './queries.ts'
import { useFilters } from './useFilters.ts'

export function EventList({ openId, onLeave }: { openId: string | null; onLeave: () => void }) {
  const { query } = useFilters()
  const live = useLiveList(eventSource, query)
  const navigate = useNavigate()
  const isPhone = useIsPhone()
  const open = ({ id }: EventOut) =>
    void navigate({
      to: '/events/$id',
      params: { id },
      search: true,
      state: { fromList: true },
      resetScroll: false,
      // Going through the list leaves one step to go back.
      replace: openId !== null,
    })
  return (
    <LiveList
      live={live}
      keyOf={eventSource.keyOf}
      things="events"
      isOpen={openId !== null}
      openKey={openId}
      open={open}
      close={() => void navigate({ to: '/events', search: true, resetScroll: false })}
      waiting={<WaitingLines />}
      empty={<EmptyEvents />}
    >
      {(rows, { atKey, onAt, onOpen }) =>
        isPhone ? (
          <PhoneRows rows={rows} onLeave={onLeave} />
        ) : (
          <EventRows rows={rows} openId={openId} atId={atKey} onAt={onAt} onOpen={onOpen} />
        )
      }
    </LiveList>
  )
}
