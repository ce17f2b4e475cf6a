import { useEffect, useRef, useState } from 'react'

/** What leads to the dialog that was opened last, the nearest first. */
let lastWay: HTMLElement[] = []

/** Mantine gives the focus back only where a dialog stays mounted while it is closed; most of ours are not. */
export function FocusBack() {
  const [way] = useState(wayHere)
  const timer = useRef(0)
  useEffect(() => {
    clearTimeout(timer.current)
    const before = lastWay
    lastWay = way
    return () => {
      if (lastWay === way) lastWay = before
      // After Mantine has done what it does by itself, and after what opened it can be used again.
      timer.current = window.setTimeout(() => giveBack(way), 20)
    }
  }, [way])
  return null
}

/** Read while the dialog is rendered for the first time: a moment later the focus may be inside of it. */
function wayHere(): HTMLElement[] {
  const here = document.activeElement
  if (!(here instanceof HTMLElement) || here === document.body) return lastWay
  // An item goes with its menu, and a button with the dialog that this one takes the place of.
  const menu = here.closest('[role=menu]')
  const opener = menu?.id ? document.querySelector<HTMLElement>(`[aria-controls="${CSS.escape(menu.id)}"]`) : null
  return [here, ...(opener ? [opener] : []), ...lastWay]
}

function giveBack(way: HTMLElement[]): void {
  const now = document.activeElement
  // Somebody went elsewhere meanwhile, or another dialog has it.
  if (now && now !== document.body && now.checkVisibility()) return
  for (const element of way) {
    if (!element.isConnected || !element.checkVisibility()) continue
    element.focus({ preventScroll: true })
    if (document.activeElement === element) return
  }
}
