import { useLocation } from '@tanstack/react-router'
import { useLayoutEffect, useRef } from 'react'

/** Where the list was left, and which step of the browser's history that was. */
let left: { step: string | undefined; top: number } | null = null

/** Going back leads to the list where it was left; every other way leads to its top. */
export function useListPlace(): () => void {
  const step = useLocation({ select: (location) => location.state.__TSR_key })
  const first = useRef(step)
  useLayoutEffect(() => {
    if (left && left.step === first.current) window.scrollTo({ top: left.top })
    left = null
  }, [])
  return () => {
    left = { step, top: window.scrollY }
  }
}
