import classes from './ActionBar.module.css'

/** Buttons of a form. On a phone they stay at the bottom, above the keyboard. */
export function ActionBar({ children }: { children: React.ReactNode }) {
  return <div className={classes.bar}>{children}</div>
}
