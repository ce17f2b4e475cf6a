import { Button, Loader } from '@mantine/core'
import { useEffect, useState } from 'react'
import { LinkButton } from './LinkButton.tsx'
import classes from './states.module.css'

/** Nothing here yet: why, and what to do about it. */
export function EmptyState({ title, children, actions }: EmptyStateProps) {
  return (
    <div className={classes.empty}>
      <h2 className={classes.title}>{title}</h2>
      {children && <div className={classes.body}>{children}</div>}
      {actions && <div className={classes.actions}>{actions}</div>}
    </div>
  )
}

interface EmptyStateProps {
  title: string
  children?: React.ReactNode
  actions?: React.ReactNode
}

/** Stands where the thing would stand; the rest of the page goes on working. */
export function LoadError({ thing, retry }: { thing: string; retry: () => unknown }) {
  return (
    <p className={classes.failed} role="alert">
      Could not load {thing}. <LinkButton onClick={() => void retry()}>Try again</LinkButton>
    </p>
  )
}

/** A grey bar where a value will stand. */
export function Bar({ width = 120 }: { width?: number | string }) {
  return <span className={classes.bar} style={{ width }} aria-hidden />
}

/** A spinner for what takes long; what is quick should not flicker. */
export function SlowSpinner({ label }: { label: string }) {
  const [late, setLate] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 400)
    return () => clearTimeout(timer)
  }, [])
  return late ? <Loader size={16} aria-label={label} role="status" /> : null
}

/** A whole page that says one thing. */
export function PageMessage({ title, children, action }: PageMessageProps) {
  return (
    <div className={classes.page}>
      <h1 className={classes.pageTitle}>{title}</h1>
      <p className={classes.body}>{children}</p>
      {action && (
        <Button variant="default" onClick={action.onClick} mt={16}>
          {action.label}
        </Button>
      )}
    </div>
  )
}

interface PageMessageProps {
  title: string
  children?: React.ReactNode
  action?: { label: string; onClick: () => void }
}
