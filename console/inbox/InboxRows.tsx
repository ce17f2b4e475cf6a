import { LinkButton } from '../ui/LinkButton.tsx'
import { Time } from '../ui/Time.tsx'
import type { InboxItem } from './api.ts'
import classes from './Inbox.module.css'
import type { useChanges } from './useChanges.tsx'

interface InboxRowsProps extends Pick<ReturnType<typeof useChanges>, 'change' | 'archive'> {
  items: InboxItem[]
  atId: string | null
}

export function InboxRows({ items, atId, change, archive }: InboxRowsProps) {
  return (
    <ul className={classes.rows}>
      {items.map((item) => (
        <li
          key={item.id}
          id={item.id}
          className={classes.row}
          data-unread={item.read_at === null || undefined}
          data-at={item.id === atId || undefined}
        >
          <span className={classes.mark}>{item.read_at === null && <span className={classes.dot} aria-hidden />}</span>
          <div className={classes.what}>
            <div className={classes.title}>
              <Title item={item} onOpen={() => item.read_at === null && change(item, 'read')} />
              {item.read_at === null && <span className={classes.word}>Unread</span>}
            </div>
            <p className={classes.text}>{item.text}</p>
          </div>
          <span className={classes.when}>
            <Time at={item.created_at} />
          </span>
          <span className={classes.actions}>
            <LinkButton
              aria-label={`${readWord(item)}: ${item.title}`}
              onClick={() => change(item, item.read_at === null ? 'read' : 'unread')}
            >
              {readWord(item)}
            </LinkButton>
            <LinkButton aria-label={`${archiveWord(item)}: ${item.title}`} onClick={() => void archive(item)}>
              {archiveWord(item)}
            </LinkButton>
          </span>
        </li>
      ))}
    </ul>
  )
}

const readWord = ({ read_at }: InboxItem) => (read_at === null ? 'Mark as read' : 'Mark as unread')
const archiveWord = ({ archived_at }: InboxItem) => (archived_at === null ? 'Archive' : 'Move to inbox')

/** Leads out of the console, so it opens beside it. */
function Title({ item, onOpen }: { item: InboxItem; onOpen: () => void }) {
  if (!item.url) return <span>{item.title}</span>
  return (
    <a href={item.url} target="_blank" rel="noreferrer" onClick={onOpen}>
      {item.title}
    </a>
  )
}
