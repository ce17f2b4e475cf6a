import { useNavigate } from '@tanstack/react-router'
import type { MessageOut } from '../api.ts'
import { LiveList } from '../ui/LiveList.tsx'
import { useLiveList } from '../ui/live-list.ts'
import { useIsPhone } from '../ui/useIsPhone.ts'
import { EmptyHistory } from './EmptyHistory.tsx'
import { useFilters, useListFilter } from './filter.ts'
import { MessageRows } from './MessageRows.tsx'
import { PhoneRows } from './PhoneRows.tsx'
import { messageSource } from './queries.ts'
import { WaitingRows } from './WaitingRows.tsx'

export function MessageList({ openId, onLeave }: { openId: string | null; onLeave: () => void }) {
  const { filters } = useFilters()
  const live = useLiveList(messageSource, useListFilter(filters))
  const navigate = useNavigate()
  const isPhone = useIsPhone()
  const open = (message: MessageOut) =>
    void navigate({
      to: '/history/$id',
      params: { id: message.id },
      search: true,
      state: { fromList: true },
      resetScroll: false,
      // Going through the list leaves one step to go back.
      replace: openId !== null,
    })
  return (
    <LiveList
      live={live}
      keyOf={messageSource.keyOf}
      things="texts"
      isOpen={openId !== null}
      openKey={openId}
      open={open}
      close={() => void navigate({ to: '/history', search: true, resetScroll: false })}
      waiting={<WaitingRows narrow={openId !== null} />}
      empty={<EmptyHistory />}
    >
      {(rows, { atKey, onAt, onOpen }) =>
        isPhone ? (
          <PhoneRows rows={rows} onLeave={onLeave} />
        ) : (
          <MessageRows rows={rows} openId={openId} atId={atKey} onAt={onAt} onOpen={onOpen} />
        )
      }
    </LiveList>
  )
}
