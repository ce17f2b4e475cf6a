import { useDocumentTitle } from '@mantine/hooks'
import classes from './Gate.module.css'
import { Mark } from './Mark.tsx'

/** The frame of what is seen before anybody is signed in. */
export function Gate({ title, lead, children }: { title: string; lead?: React.ReactNode; children: React.ReactNode }) {
  useDocumentTitle(`${title} · Handset`)
  return (
    <main className={classes.gate}>
      <div className={classes.product}>
        <Mark size={24} /> Handset
      </div>
      <h1 className={classes.title}>{title}</h1>
      {lead && <p className={classes.lead}>{lead}</p>}
      {children}
    </main>
  )
}
