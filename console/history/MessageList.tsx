import { Button } from '@mantine/core'
import { IconArrowUp } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { MessageOut } from '../api.ts'
import { LoadError } from '../ui/states.tsx'
import { Older } from '../ui/Table.tsx'
import { useIsPhone } from '../ui/useIsPhone.ts'
import { EmptyHistory } from './EmptyHistory.tsx'
import { useFilters, useListFilter } from './filter.ts'
import classes from './MessageList.module.css'
import { MessageRows } from './MessageRows.tsx'
import { PhoneRows } from './PhoneRows.tsx'
import { useMessages } from './useMessages.ts'
import { useRowKeys } from './useRowKeys.ts'
import { WaitingRows } from './WaitingRows.tsx'

export function MessageList({ openId, onLeave }: { openId: string | null; onLeave: () => void }) {
  const { filters } = useFilters()
  const { list, rows, arrived, showNewest } = useMessages(useListFilter(filters))
  const navigate = useNavigate()
  const isPhone = useIsPhone()
  const [atId, setAtId] = useState<string | null>(null)
  const open = (message: MessageOut) => {
    setAtId(message.id)
    void navigate({
      to: '/history/$id',
      params: { id: message.id },
      search: true,
      state: { fromList: true },
      resetScroll: false,
      // Going through the list leaves one step to go back.
      replace: openId !== null,
    })
  }
  useRowKeys({ rows, atId: atId ?? openId, openId, move: setAtId, open })

  if (list.isError && rows.length === 0) return <LoadError thing="the texts" retry={list.refetch} />
  if (list.isPending) return <WaitingRows narrow={openId !== null} />
  if (rows.length === 0 && arrived.count === 0) return <EmptyHistory />
  return (
    <div className={classes.list}>
      <div className={classes.pill} aria-live="polite">
        {arrived.count > 0 && (
          <Button radius={999} leftSection={<IconArrowUp size={14} />} onClick={showNewest}>
            {arrived.count}
            {arrived.more && '+'} new
          </Button>
        )}
      </div>
      {isPhone ? (
        <PhoneRows rows={rows} onLeave={onLeave} />
      ) : (
        <MessageRows rows={rows} openId={openId} atId={atId} onAt={setAtId} onOpen={open} />
      )}
      {list.isFetchNextPageError && <LoadError thing="older texts" retry={list.fetchNextPage} />}
      {!list.isFetchNextPageError && <Older list={list} />}
    </div>
  )
}
