import { Button } from '@mantine/core'
import { IconArrowUp } from '@tabler/icons-react'
import { useState } from 'react'
import classes from './LiveList.module.css'
import type { LiveRows } from './live-list.ts'
import { LoadError } from './states.tsx'
import { Older, tableClass } from './Table.tsx'
import { useRowKeys } from './useRowKeys.ts'

/** What its rows are dressed in: as a table, or on a phone as lines of four. */
export const liveClass = {
  table: `${tableClass.lines} ${classes.table}`,
  open: classes.open,
  quiet: classes.quiet,
  rows: classes.rows,
  row: classes.row,
}

interface LiveListProps<Item> {
  live: LiveRows<Item>
  keyOf: (item: Item) => string
  /** "texts", as in "Could not load the texts" and "older texts". */
  things: string
  /** Whether one stands beside the list, and which. */
  isOpen: boolean
  openKey: string | null
  open: (item: Item) => void
  close: () => void
  waiting: React.ReactNode
  empty: React.ReactNode
  /** Instead of the button for older ones. */
  older?: React.ReactNode
  children: (rows: Item[], at: RowsAt<Item>) => React.ReactNode
}

/** Where in the list the keys are, and what opens a row. */
export interface RowsAt<Item> {
  atKey: string | null
  onAt: (key: string) => void
  onOpen: (item: Item) => void
}

/** Rows that new ones do not push away: they wait behind a pill. `j`, `k`, Enter and Esc go through them. */
export function LiveList<Item>({ live, keyOf, things, isOpen, openKey, open, close, ...parts }: LiveListProps<Item>) {
  const { list, rows, arrived, showNewest } = live
  const [atKey, setAtKey] = useState<string | null>(null)
  const openRow = (item: Item) => {
    setAtKey(keyOf(item))
    open(item)
  }
  useRowKeys({ rows, keyOf, atKey: atKey ?? openKey, isOpen, move: setAtKey, open: openRow, close })

  if (list.isError && rows.length === 0) return <LoadError thing={`the ${things}`} retry={list.refetch} />
  if (list.isPending) return parts.waiting
  if (rows.length === 0 && arrived.count === 0) return parts.empty
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
      {parts.children(rows, { atKey, onAt: setAtKey, onOpen: openRow })}
      {list.isFetchNextPageError && <LoadError thing={`older ${things}`} retry={list.fetchNextPage} />}
      {!list.isFetchNextPageError && (parts.older ?? <Older list={list} />)}
    </div>
  )
}
