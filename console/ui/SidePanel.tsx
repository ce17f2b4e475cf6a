import { ActionIcon } from '@mantine/core'
import { IconArrowLeft, IconX } from '@tabler/icons-react'
import { useLocation, useRouter } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import classes from './SidePanel.module.css'
import { useIsPhone } from './useIsPhone.ts'

interface SidePanelProps {
  /** Which one it shows: another begins at its top. */
  id: string
  label: string
  /** The screen that it is open in. */
  list: string
  toList: () => void
  children: React.ReactNode
}

/** One of a list beside the list, or instead of it on a phone. */
export function SidePanel({ id, label, list, toList, children }: SidePanelProps) {
  const isPhone = useIsPhone()
  const panel = useRef<HTMLElement>(null)
  const router = useRouter()
  const fromList = useLocation({ select: (location) => location.state.fromList })
  const close = () => (isPhone && fromList ? router.history.back() : toList())
  // biome-ignore lint/correctness/useExhaustiveDependencies: another one begins at its top
  useEffect(() => {
    panel.current?.scrollTo({ top: 0 })
  }, [id])
  return (
    <section ref={panel} className={classes.panel} aria-label={label}>
      <div className={classes.bar}>
        <ActionIcon size={isPhone ? 44 : 28} aria-label={isPhone ? `Back to ${list}` : 'Close'} onClick={close}>
          {isPhone ? <IconArrowLeft size={20} stroke={1.75} /> : <IconX size={17} stroke={1.75} />}
        </ActionIcon>
        {isPhone && <span>{list}</span>}
      </div>
      {children}
    </section>
  )
}
