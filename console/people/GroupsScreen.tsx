import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { Group } from '../api.ts'
import { NoPermission } from '../shell/screens.tsx'
import { useCan } from '../shell/session.ts'
import { LinkButton } from '../ui/LinkButton.tsx'
import { Page } from '../ui/Page.tsx'
import { EmptyState, LoadError } from '../ui/states.tsx'
import { WaitingLines } from '../ui/Table.tsx'
import { BackToPeople } from './BackToPeople.tsx'
import { DeleteGroupDialog } from './DeleteGroupDialog.tsx'
import { GroupDialog } from './GroupDialog.tsx'
import classes from './GroupsScreen.module.css'
import { groupsQuery } from './queries.ts'
import { peopleIn } from './words.ts'

export function GroupsScreen() {
  const mayRead = useCan('people.read')
  if (!mayRead) return <NoPermission title="Groups" thing="groups of people" permission="people.read" />
  return (
    <>
      <BackToPeople />
      <Groups />
    </>
  )
}

function Groups() {
  const groups = useQuery(groupsQuery)
  const mayWrite = useCan('people.write')
  const [edited, setEdited] = useState<Group | 'new' | null>(null)
  const [deleted, setDeleted] = useState<Group | null>(null)
  const make = <Button onClick={() => setEdited('new')}>Make a group</Button>
  const { data } = groups
  return (
    <Page
      title="Groups"
      sentence="People who belong together. Somebody may be in several; who is in one is said at the person."
      actions={mayWrite && data && data.length > 0 && make}
    >
      {groups.isPending && <WaitingLines />}
      {groups.isError && !data && <LoadError thing="the groups" retry={groups.refetch} />}
      {data?.length === 0 && (
        <EmptyState title="No groups yet." actions={mayWrite && make}>
          A team, a shift, a site: whatever you look for people by. Your product can send groups by the API as well.
        </EmptyState>
      )}
      {data && data.length > 0 && (
        <ul className={classes.groups}>
          {data.map((group) => (
            <GroupRow
              key={group.id}
              group={group}
              onRename={mayWrite ? () => setEdited(group) : undefined}
              onDelete={mayWrite ? () => setDeleted(group) : undefined}
            />
          ))}
        </ul>
      )}
      {edited && <GroupDialog group={edited === 'new' ? null : edited} onClose={() => setEdited(null)} />}
      {deleted && <DeleteGroupDialog group={deleted} onClose={() => setDeleted(null)} />}
    </Page>
  )
}

interface GroupRowProps {
  group: Group
  /** Only for those who may. */
  onRename: (() => void) | undefined
  onDelete: (() => void) | undefined
}

function GroupRow({ group, onRename, onDelete }: GroupRowProps) {
  const { id, name, external_id } = group
  return (
    <li className={classes.group} aria-label={name}>
      <div className={classes.who}>
        <Link to="/people" search={{ group: id }} className={classes.name}>
          {name}
        </Link>
        {external_id && <span className={classes.id}>{external_id}</span>}
      </div>
      <div className={classes.count}>{peopleIn(group)}</div>
      <div className={classes.end}>
        {onRename && (
          <LinkButton aria-label={`Rename ${name}`} onClick={onRename}>
            Rename
          </LinkButton>
        )}
        {onDelete && (
          <LinkButton danger aria-label={`Delete ${name}`} onClick={onDelete}>
            Delete
          </LinkButton>
        )}
      </div>
    </li>
  )
}
