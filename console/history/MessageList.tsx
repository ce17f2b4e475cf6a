import { useNavigate } from '@tanstack/react-router'
import type { MessageOut } from '../api.ts'
import { LiveList } from '../ui/LiveList.tsx'
import { useLiveList } from '../ui/live-list.ts'
import { useIsPhone } from '../ui/useIsPhone.ts'
import type { MessagePage } from './api.ts'
import { EmptyHistory } from './EmptyHistory.tsx'
import { useFilters, useListFilter } from './filter.ts'
import { MessageRows } from './MessageRows.tsx'
import { PhoneRows } from './PhoneRows.tsx'
import { messageSource } from './queries.ts'
import { SearchedBack } from './SearchedBack.tsx'
import { WaitingRows } from './WaitingRows.tsx'

export function MessageList({ openId, onLeave }: { openId: string | null; onLeave: () => void }) {
  const { filters } = useFilters()
  const live = useLiveList(messageSource, useListFilter(filters))
  const { list } = live
  const last = list.data?.pages.at(-1) as Partial<MessagePage> | undefined
  const searched = last?.searched_back_to && (
    <SearchedBack
      at={last.searched_back_to}
      isEmpty={live.rows.length === 0}
      loading={list.isFetchingNextPage}
      onContinue={() => void list.fetchNextPage()}
    />
  )
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
      things="messages"
      isOpen={openId !== null}
      openKey={openId}
      open={open}
      close={() => void navigate({ to: '/history', search: true, resetScroll: false })}
      waiting={<WaitingRows narrow={openId !== null} />}
      empty={searched || <EmptyHistory />}
      older={searched || undefined}
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
