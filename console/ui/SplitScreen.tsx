import { Outlet } from '@tanstack/react-router'
import { useLayoutEffect, useRef } from 'react'
import classes from './SplitScreen.module.css'
import { useIsPhone } from './useIsPhone.ts'

interface SplitScreenProps {
  /** Which of the list is open, if one is: the outlet shows it. */
  openId: string | null
  /** The list; on a phone it says where it was when it was left. */
  children: (onLeave: () => void) => React.ReactNode
}

/** A list, and beside it what is open of it. On a phone that takes the place of the list, which is found again where it was left. */
export function SplitScreen({ openId, children }: SplitScreenProps) {
  const isPhone = useIsPhone()
  const listTop = useRef(0)
  useLayoutEffect(() => {
    if (isPhone) window.scrollTo({ top: openId ? 0 : listTop.current })
  }, [isPhone, openId])
  if (isPhone && openId) return <Outlet />
  return (
    <div className={classes.screen} data-open={openId ? true : undefined}>
      {children(() => {
        listTop.current = window.scrollY
      })}
      <Outlet />
    </div>
  )
}
