import { Button } from '@mantine/core'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Member, Role } from '../api.ts'
import { useCan, useMe } from '../shell/session.ts'
import { LinkButton } from '../ui/LinkButton.tsx'
import { Section } from '../ui/Section.tsx'
import { Bar, LoadError } from '../ui/states.tsx'
import { Time } from '../ui/Time.tsx'
import classes from './Members.module.css'
import { beyond } from './permission-words.ts'
import { membersQuery, rolesQuery } from './queries.ts'
import { RemoveDialog } from './RemoveDialog.tsx'
import { RoleChoice } from './RoleChoice.tsx'

export function MembersSection() {
  const members = useInfiniteQuery(membersQuery)
  const roles = useQuery(rolesQuery)
  const [removed, setRemoved] = useState<Member | null>(null)
  const items = members.data?.pages.flatMap((page) => page.items)
  return (
    <Section title="Members">
      {members.isPending && <Bar width="60%" />}
      {members.isError && <LoadError thing="the members" retry={members.refetch} />}
      {items && (
        <ul className={classes.list}>
          {items.map((member) => (
            <MemberRow key={member.id} member={member} roles={roles.data?.items} onRemove={() => setRemoved(member)} />
          ))}
        </ul>
      )}
      {members.hasNextPage && (
        <Button
          variant="default"
          mt={16}
          loading={members.isFetchingNextPage}
          onClick={() => void members.fetchNextPage()}
        >
          More members
        </Button>
      )}
      {removed && <RemoveDialog member={removed} onClose={() => setRemoved(null)} />}
    </Section>
  )
}

interface MemberRowProps {
  member: Member
  /** Undefined until they are here. */
  roles: Role[] | undefined
  onRemove: () => void
}

function MemberRow({ member, roles, onRemove }: MemberRowProps) {
  const { permissions } = useMe()
  const mayManage = useCan('members.manage')
  const held = roles?.find((role) => role.id === member.role.id)?.permissions ?? []
  const whyNot = reason(member, beyond(permissions, held).length > 0)
  return (
    <li className={classes.member} aria-label={member.name}>
      <div className={classes.who}>
        <span className={classes.name}>{member.name}</span>
        {member.you && <span className={classes.you}>you</span>}
        {member.email && <div className={classes.quiet}>{member.email}</div>}
      </div>
      <div>
        {mayManage && roles ? <RoleChoice member={member} roles={roles} whyNot={whyNot} /> : member.role.name}
        {mayManage && whyNot && <div className={classes.whyNot}>{whyNot}</div>}
      </div>
      <div className={classes.since}>
        joined <Time at={member.joined_at} />
      </div>
      <div className={classes.end}>
        {(member.you || mayManage) && (whyNot === null || (member.you && !member.last_owner)) && (
          <LinkButton danger onClick={onRemove} aria-label={member.you ? 'Leave' : `Remove ${member.name}`}>
            {member.you ? 'Leave' : 'Remove'}
          </LinkButton>
        )}
      </div>
    </li>
  )
}

function reason({ last_owner, you }: Member, holdsMore: boolean): string | null {
  if (last_owner && holdsMore) return 'The only owner. Only an owner can make another one.'
  if (last_owner) return `The only owner${you ? '' : ' here'}: make somebody else an owner first.`
  return holdsMore ? 'Holds more than you do: only somebody who holds that too can change it.' : null
}
