import { useDocumentTitle } from '@mantine/hooks'
import { useLayoutEffect } from 'react'
import classes from './Page.module.css'

export interface PageProps {
  title: string
  /** Beside the title: what state the thing is in. */
  status?: React.ReactNode
  /** One sentence under the title. */
  sentence?: React.ReactNode
  actions?: React.ReactNode
  wide?: boolean
  children: React.ReactNode
}

export function Page({ title, status, sentence, actions, wide, children }: PageProps) {
  useDocumentTitle(`${title} · Handset`)
  // A screen begins at its top; moving within one moves nothing.
  useLayoutEffect(() => {
    window.scrollTo({ top: 0 })
  }, [])
  return (
    <div className={classes.page} data-wide={wide || undefined}>
      <header className={classes.head}>
        <div className={classes.line}>
          <h1 className={classes.title}>{title}</h1>
          {status}
        </div>
        {actions && <div className={classes.actions}>{actions}</div>}
        {sentence && <p className={classes.sentence}>{sentence}</p>}
      </header>
      {children}
    </div>
  )
}
