import { useHotkeys } from '@mantine/hooks'
import { useNavigate } from '@tanstack/react-router'
import type { MessageOut } from '../api.ts'

interface RowKeys {
  rows: MessageOut[]
  /** The row the keys are at. */
  atId: string | null
  openId: string | null
  move: (id: string) => void
  open: (message: MessageOut) => void
}

/** `j` and `k` move, Enter opens, Esc closes; with a message open, moving opens the next one. */
export function useRowKeys({ rows, atId, openId, move, open }: RowKeys) {
  const navigate = useNavigate()
  const at = rows.findIndex((row) => row.id === atId)
  const step = (by: 1 | -1) => {
    const next = rows[at < 0 ? 0 : Math.min(Math.max(at + by, 0), rows.length - 1)]
    if (!next) return
    move(next.id)
    document.getElementById(next.id)?.scrollIntoView({ block: 'nearest' })
    if (openId) open(next)
  }
  const openThis = () => {
    const row = rows[at]
    // Enter on a link or a button is that link's or button's own.
    if (row && (document.activeElement === document.body || document.activeElement?.id === 'screen')) open(row)
  }
  useHotkeys([
    ['j', () => step(1)],
    ['k', () => step(-1)],
    ['Enter', openThis, { preventDefault: false }],
    ['Escape', () => openId && void navigate({ to: '/history', search: true, resetScroll: false })],
  ])
}
