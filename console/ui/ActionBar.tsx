import { Button } from '@mantine/core'
import classes from './ActionBar.module.css'
import { keepsFocus } from './form.ts'

/** Buttons of a form. On a phone they stay at the bottom, above the keyboard. */
export function ActionBar({ children }: { children: React.ReactNode }) {
  return (
    <div ref={markWhileStuck} className={classes.bar}>
      {children}
    </div>
  )
}

/** Notices go above it while it is held at the bottom, and only then (notices.css). */
function markWhileStuck(bar: HTMLElement | null) {
  if (!bar) return
  const observer = new IntersectionObserver(
    ([seen]) => {
      const { intersectionRatio, boundingClientRect, rootBounds } = seen!
      bar.toggleAttribute(
        'data-stuck',
        intersectionRatio < 1 && boundingClientRect.bottom >= (rootBounds?.bottom ?? innerHeight),
      )
    },
    // Held at the bottom, its last pixel is outside of this.
    { rootMargin: '0px 0px -1px 0px', threshold: [1] },
  )
  observer.observe(bar)
  return () => observer.disconnect()
}

interface SaveActionsProps {
  label: string
  busy: boolean
  onCancel: () => void
  /** A second way out beside Cancel. */
  children?: React.ReactNode
}

/** The two ways out of a form that was opened to change something. */
export function SaveActions({ label, busy, onCancel, children }: SaveActionsProps) {
  return (
    <ActionBar>
      <Button type="submit" {...keepsFocus} loading={busy}>
        {label}
      </Button>
      <Button variant="default" onClick={onCancel} disabled={busy}>
        Cancel
      </Button>
      {children}
    </ActionBar>
  )
}
