import classes from './ActionBar.module.css'

/** Buttons of a form. On a phone they stay at the bottom, above the keyboard; notices know of them by their mark. */
export function ActionBar({ children }: { children: React.ReactNode }) {
  return (
    <div className={classes.bar} data-action-bar>
      {children}
    </div>
  )
}
