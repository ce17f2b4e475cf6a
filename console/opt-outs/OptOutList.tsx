import { useNavigate } from '@tanstack/react-router'
import type { OptOut } from '../api.ts'
import { LiveList } from '../ui/LiveList.tsx'
import { useLiveList } from '../ui/live-list.ts'
import { WaitingLines } from '../ui/Table.tsx'
import { useIsPhone } from '../ui/useIsPhone.ts'
import { EmptyOptOuts } from './EmptyOptOuts.tsx'
import { OptOutRows, PhoneRows } from './OptOutRows.tsx'
import { optOutSource } from './queries.ts'
import { useFilters } from './useFilters.ts'

interface OptOutListProps {
  openHandle: string | null
  onLeave: () => void
  onAdd: () => void
}

export function OptOutList({ openHandle, onLeave, onAdd }: OptOutListProps) {
  const { query } = useFilters()
  const live = useLiveList(optOutSource, query)
  const navigate = useNavigate()
  const isPhone = useIsPhone()
  const open = ({ handle }: OptOut) =>
    void navigate({
      to: '/opt-outs/$handle',
      params: { handle },
      search: true,
      state: { fromList: true },
      resetScroll: false,
      // Going through the list leaves one step to go back.
      replace: openHandle !== null,
    })
  return (
    <LiveList
      live={live}
      keyOf={optOutSource.keyOf}
      things="opt-outs"
      isOpen={openHandle !== null}
      openKey={openHandle}
      open={open}
      close={() => void navigate({ to: '/opt-outs', search: true, resetScroll: false })}
      waiting={<WaitingLines />}
      empty={<EmptyOptOuts onAdd={onAdd} />}
    >
      {(rows, { atKey, onAt, onOpen }) =>
        isPhone ? (
          <PhoneRows rows={rows} onLeave={onLeave} />
        ) : (
          <OptOutRows rows={rows} openHandle={openHandle} atHandle={atKey} onAt={onAt} onOpen={onOpen} />
        )
      }
    </LiveList>
  )
}
