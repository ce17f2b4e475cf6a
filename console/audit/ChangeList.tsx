import { inWords, isFact, isId, labelOf } from '../../shared/audit/changes.ts'
import type { AuditEntry } from '../api.ts'
import { permissionWords } from '../members/permission-words.ts'
import { ShortId } from '../ui/Copy.tsx'
import classes from './EntryDrawer.module.css'

type Change = AuditEntry['changes'][string]

/** All that changed, from what to what; what stayed the same tells only what it was about. */
export function ChangeList({ changes }: { changes: AuditEntry['changes'] }) {
  const all = Object.entries(changes)
  const facts = all.filter(([, change]) => isFact(change as Told))
  const changed = all.filter(([, change]) => !isFact(change as Told))
  return (
    <>
      <List title="About" of={facts} show={(name, { to }) => <Value name={name} value={to} />} />
      <List title="Changes" of={changed} show={(name, change) => <FromTo name={name} change={change} />} />
    </>
  )
}

/** The wire says `unknown` of both, which need not be there. */
type Told = Parameters<typeof isFact>[0]

interface ListProps {
  title: string
  of: [name: string, change: Change][]
  show: (name: string, change: Change) => React.ReactNode
}

function List({ title, of, show }: ListProps) {
  if (of.length === 0) return null
  return (
    <>
      <h3 className={classes.heading}>{title}</h3>
      <dl className={classes.changes}>
        {of.map(([name, change]) => (
          <div key={name} className={classes.change}>
            <dt>{headed(labelOf(name))}</dt>
            <dd>{show(name, change)}</dd>
          </div>
        ))}
      </dl>
    </>
  )
}

function FromTo({ name, change: { from, to } }: { name: string; change: Change }) {
  if (name === 'permissions') return <MayDo before={listOf(from)} after={listOf(to)} />
  return (
    <>
      <span className={classes.from}>
        <span className="visually-hidden">from </span>
        <Value name={name} value={from} />
      </span>
      <span aria-hidden className={classes.arrow}>
        →
      </span>
      <span>
        <span className="visually-hidden">to </span>
        <Value name={name} value={to} />
      </span>
    </>
  )
}

function Value({ name, value }: { name: string; value: unknown }) {
  return typeof value === 'string' && isId(value) ? <ShortId id={value} label="the id" /> : inWords(name, value)
}

/** In the words by which they are ticked, and only those that came or went. */
function MayDo({ before, after }: { before: string[]; after: string[] }) {
  const words = (names: string[], without: string[]) =>
    names.filter((one) => !without.includes(one)).map((one) => known[one] ?? one)
  return (
    <ul className={classes.may}>
      {words(after, before).map((one) => (
        <li key={one}>May {one}</li>
      ))}
      {words(before, after).map((one) => (
        <li key={one} className={classes.from}>
          May no longer {one}
        </li>
      ))}
    </ul>
  )
}

/** An older version may have recorded one that is no more. */
const known: Record<string, string | undefined> = permissionWords

function listOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : []
}

/** As a label stands by itself: without its article. */
function headed(label: string): string {
  const words = label.replace(/^the /, '').replace(/,$/, '')
  return words.slice(0, 1).toUpperCase() + words.slice(1)
}
