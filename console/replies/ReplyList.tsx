import { useNavigate } from '@tanstack/react-router'
import type { Inbound } from '../api.ts'
import { LiveList } from '../ui/LiveList.tsx'
import { useLiveList } from '../ui/live-list.ts'
import { WaitingLines } from '../ui/Table.tsx'
import { useIsPhone } from '../ui/useIsPhone.ts'
import { EmptyReplies } from './EmptyReplies.tsx'
import { inboundSource } from './queries.ts'
import { PhoneRows, ReplyRows } from './ReplyRows.tsx'
import { useFilters } from './useFilters.ts'

export function ReplyList({ openHandle, onLeave }: { openHandle: string | null; onLeave: () => void }) {
  const { query } = useFilters()
  const live = useLiveList(inboundSource, query)
  const navigate = useNavigate()
  const isPhone = useIsPhone()
  const open = ({ handle }: Inbound) =>
    void navigate({
      to: '/replies/$handle',
      params: { handle },
      search: true,
      state: { fromList: true },
      resetScroll: false,
      // Going through the list leaves one step to go back.
      replace: openHandle !== null,
    })
  const openRow = live.rows.find(({ handle }) => handle === openHandle)
  return (
    <LiveList
      live={live}
      keyOf={inboundSource.keyOf}
      things="replies"
      isOpen={openHandle !== null}
      openKey={openRow?.id ?? null}
      open={open}
      close={() => void navigate({ to: '/replies', search: true, resetScroll: false })}
      waiting={<WaitingLines />}
      empty={<EmptyReplies />}
    >
      {(rows, { atKey, onAt, onOpen }) =>
        isPhone ? (
          <PhoneRows rows={rows} onLeave={onLeave} />
        ) : (
          <ReplyRows rows={rows} openHandle={openHandle} atId={atKey} onAt={onAt} onOpen={onOpen} />
        )
      }
    </LiveList>
  )
}
