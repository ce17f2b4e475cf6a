import { useHotkeys } from '@mantine/hooks'
import { useEffect, useRef } from 'react'

interface RowKeys<Item> {
  rows: Item[]
  keyOf: (item: Item) => string
  /** The row the keys are at. */
  atKey: string | null
  isOpen: boolean
  move: (key: string) => void
  open: (item: Item) => void
  close: () => void
}

/** `j` and `k` move, Enter opens, Esc closes; with one open, moving opens the next. */
export function useRowKeys<Item>({ rows, keyOf, atKey, isOpen, move, open, close }: RowKeys<Item>) {
  const at = rows.findIndex((row) => keyOf(row) === atKey)
  const step = (by: 1 | -1) => {
    const next = rows[at < 0 ? 0 : Math.min(Math.max(at + by, 0), rows.length - 1)]
    if (!next) return
    move(keyOf(next))
    document.getElementById(keyOf(next))?.scrollIntoView({ block: 'nearest' })
    if (isOpen) open(next)
  }
  const openThis = () => {
    const row = rows[at]
    // Enter on a link or a button is that link's or button's own.
    if (row && (document.activeElement === document.body || document.activeElement?.id === 'screen')) open(row)
  }
  const isFree = useWhenFree()
  useHotkeys([
    ['j', () => isFree() && step(1)],
    ['k', () => isFree() && step(-1)],
    ['Enter', () => isFree() && openThis(), { preventDefault: false }],
    ['Escape', () => isFree() && isOpen && close()],
  ])
}

/**
 * A dialog over the list has the keys for itself. Looked at before anybody else hears of the key: the dialog that Esc
 * closes is gone when the list's turn comes.
 */
function useWhenFree(): () => boolean {
  const isFree = useRef(true)
  useEffect(() => {
    const look = () => {
      isFree.current = document.querySelector('[role=dialog]') === null
    }
    window.addEventListener('keydown', look, { capture: true })
    return () => window.removeEventListener('keydown', look, { capture: true })
  }, [])
  return () => isFree.current
}
