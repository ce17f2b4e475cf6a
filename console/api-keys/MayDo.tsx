import { useState } from 'react'
import { PERMISSIONS } from '../../shared/permissions.ts'
import type { ApiKey } from '../api.ts'
import { permissionWords, sentenceOf } from '../members/permission-words.ts'
import { LinkButton } from '../ui/LinkButton.tsx'
import classes from './ApiKeysScreen.module.css'

/** One line of what a key may do, and all of it on a click. */
export function MayDo({ apiKey: { id, name, permissions, lapsed } }: { apiKey: ApiKey }) {
  const [open, setOpen] = useState(false)
  const inOrder = PERMISSIONS.filter((permission) => permissions.includes(permission))
  const [first] = inOrder
  if (!first) return null
  const others = inOrder.length - 1
  const isAll = inOrder.length === PERMISSIONS.length
  const summary = isAll ? 'May do everything.' : `May ${permissionWords[first]}`
  const more = isAll ? 'See what' : `and ${others} more`
  return (
    <>
      <div className={classes.may}>
        {open ? 'May:' : summary}
        {others > 0 && (
          <>
            {' '}
            <LinkButton aria-expanded={open} aria-controls={`may-${id}`} onClick={() => setOpen(!open)}>
              {open ? 'less' : more}
              <span className="visually-hidden">
                {isAll && !open ? '' : ' of what'} {name} may do
              </span>
            </LinkButton>
          </>
        )}
      </div>
      {open && (
        <ul id={`may-${id}`} className={classes.all}>
          {inOrder.map((permission) => (
            <li key={permission} data-lapsed={lapsed.includes(permission) || undefined}>
              {sentenceOf(permission)} <span className="mono quiet">{permission}</span>
              {lapsed.includes(permission) && ' (not any more)'}
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
