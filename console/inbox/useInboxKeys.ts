import { useHotkeys } from '@mantine/hooks'
import { useState } from 'react'
import { useRowKeys } from '../ui/useRowKeys.ts'
import type { InboxItem } from './api.ts'
import type { useChanges } from './useChanges.tsx'

interface InboxKeys extends Pick<ReturnType<typeof useChanges>, 'change' | 'archive'> {
  items: InboxItem[]
}

/** `j` and `k` move, Enter opens, `e` archives and goes on to the next. @returns the entry the keys are at. */
export function useInboxKeys({ items, change, archive }: InboxKeys): string | null {
  const [atId, setAtId] = useState<string | null>(null)
  const open = (item: InboxItem) => {
    if (item.read_at === null) change(item, 'read')
    if (item.url) window.open(item.url, '_blank', 'noreferrer')
  }
  useRowKeys({ rows: items, keyOf: ({ id }) => id, atKey: atId, isOpen: false, move: setAtId, open, close: () => {} })
  const archiveThis = () => {
    const at = items.findIndex(({ id }) => id === atId)
    const item = items[at]
    if (!item || document.querySelector('[role=dialog]')) return
    setAtId((items[at + 1] ?? items[at - 1])?.id ?? null)
    void archive(item)
  }
  useHotkeys([['e', archiveThis]])
  return atId
}
