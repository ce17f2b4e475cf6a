import { CloseButton, Drawer } from '@mantine/core'
import { isId } from '../../shared/audit/changes.ts'
import { nameOf } from '../../shared/audit/tell.ts'
import type { AuditEntry } from '../api.ts'
import { ShortId } from '../ui/Copy.tsx'
import { LinkButton } from '../ui/LinkButton.tsx'
import { exact } from '../ui/time.ts'
import { ChangeList } from './ChangeList.tsx'
import classes from './EntryDrawer.module.css'
import { useFilters } from './filter.ts'

/** One entry with all that is recorded of it. */
export function EntryDrawer({ entry, onClose }: { entry: AuditEntry | null; onClose: () => void }) {
  return (
    <Drawer.Root opened={entry !== null} onClose={onClose} position="right" size={520}>
      <Drawer.Overlay backgroundOpacity={0.3} />
      <Drawer.Content aria-label={entry?.title ?? 'Entry'}>
        <Drawer.Body className={classes.body!}>{entry && <Whole entry={entry} onClose={onClose} />}</Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  )
}

/** Beside the name, where the name does not say it; in words that are no role's. */
const kinds: Record<string, string> = { user: 'a member', api_key: '', system: 'by itself' }

function Whole({ entry, onClose }: { entry: AuditEntry; onClose: () => void }) {
  const { title, sentence, at, actor, from_address, target, action, id, seq } = entry
  const { change } = useFilters()
  const only = (filter: Parameters<typeof change>[0]) => {
    change(filter)
    onClose()
  }
  return (
    <>
      <div className={classes.head}>
        <h2 className={classes.title}>{title}</h2>
        <CloseButton className={classes.close!} aria-label="Close" onClick={onClose} />
      </div>
      <p className={classes.sentence}>{sentence}</p>
      <ChangeList changes={entry.changes} />
      <h3 className={classes.heading}>Record</h3>
      <dl className={classes.facts}>
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
      </dl>
    </>
  )
}
