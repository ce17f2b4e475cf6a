import { Button } from '@mantine/core'
import classes from './ActionBar.module.css'
import { keepsFocus } from './form.ts'

/** Buttons of a form. On a phone they stay at the bottom, above the keyboard; notices know of them by their mark. */
export function ActionBar({ children }: { children: React.ReactNode }) {
  return (
    <div className={classes.bar} data-action-bar>
      {children}
    </div>
  )
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
