import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { isId } from '../../shared/audit/changes.ts'
import { nameOf } from '../../shared/audit/tell.ts'
import type { AuditEntry, AuditFilter } from '../api.ts'
import { ShortId } from '../ui/Copy.tsx'
import { LinkButton } from '../ui/LinkButton.tsx'
import { Facts, SideDrawer } from '../ui/SideDrawer.tsx'
import { LoadError } from '../ui/states.tsx'
import { exact } from '../ui/time.ts'
import { ChangeList } from './ChangeList.tsx'
import classes from './EntryDrawer.module.css'
import { useFilters } from './filter.ts'
import { entriesQuery, entryQuery } from './queries.ts'

interface EntryDrawerProps {
  id: string | null
  filter: AuditFilter
  onClose: () => void
}

/** One entry with all that is recorded of it. */
export function EntryDrawer({ id, filter, onClose }: EntryDrawerProps) {
  const listed = useInfiniteQuery(entriesQuery(filter)).data?.pages.flatMap((page) => page.items)
  const known = listed?.find((entry) => entry.id === id)
  const asked = useQuery({ ...entryQuery(id ?? ''), enabled: id !== null && listed !== undefined && !known })
  const entry = known ?? asked.data
  return (
    <SideDrawer
      opened={id !== null}
      onClose={onClose}
      title={entry?.title ?? (entry === null ? 'No such entry' : 'Entry')}
      width={520}
    >
      {entry && <Whole entry={entry} />}
      {entry === null && <p className={classes.sentence}>There is none of this id in this log.</p>}
      {asked.isError && <LoadError thing="the entry" retry={asked.refetch} />}
    </SideDrawer>
  )
}

/** Beside the name, where the name does not say it; in words that are no role's. */
const kinds: Record<string, string> = { user: 'a member', api_key: '', system: 'by itself' }

function Whole({ entry }: { entry: AuditEntry }) {
  const { sentence, at, actor, from_address, target, action, id, seq } = entry
  const { change: only } = useFilters()
  return (
    <>
      <p className={classes.sentence}>{sentence}</p>
      <ChangeList changes={entry.changes} />
      <h3 className={classes.heading}>Record</h3>
      <Facts className={classes.facts}>
        <dt>When</dt>
        <dd>{exact(at)}</dd>
        <dt>Who</dt>
        <dd>
          {nameOf(actor)} <span className="quiet">{kinds[actor.kind] ?? actor.kind}</span>
          <LinkButton className={classes.only} onClick={() => only({ actor: actor.id })}>
            Only by them
          </LinkButton>
        </dd>
        <dt>From</dt>
        <dd>{from_address ?? 'Not known'}</dd>
        <dt>What</dt>
        <dd>
          <span className="mono">{action}</span>
          <LinkButton className={classes.only} onClick={() => only({ action })}>
            Only such
          </LinkButton>
        </dd>
        <dt>On</dt>
        <dd>
          {isId(target) ? <ShortId id={target} label="the id of it" /> : <span className="mono">{target}</span>}
          <LinkButton className={classes.only} onClick={() => only({ target })}>
            Only on this
          </LinkButton>
        </dd>
        <dt>Entry</dt>
        <dd>
          <ShortId id={id} label="the id of the entry" />
        </dd>
        <dt>In the chain</dt>
        <dd>{seq === null ? 'Not yet: within a second' : `Number ${seq.toLocaleString('en')}`}</dd>
      </Facts>
    </>
  )
}
