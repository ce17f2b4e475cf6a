import { IconCheck } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Permission } from '../../shared/permissions.ts'
import type { Role } from '../api.ts'
import { useCan, useMe } from '../shell/session.ts'
import { LinkButton } from '../ui/LinkButton.tsx'
import { Section } from '../ui/Section.tsx'
import { Bar, LoadError } from '../ui/states.tsx'
import { DeleteRoleDialog } from './DeleteRoleDialog.tsx'
import classes from './Members.module.css'
import { beyond, sentenceOf } from './permission-words.ts'
import { rolesQuery } from './queries.ts'
import { RoleDialog } from './RoleDialog.tsx'

export function RolesSection() {
  const roles = useQuery(rolesQuery)
  const mayManage = useCan('roles.manage')
  const [edited, setEdited] = useState<Role | 'new' | null>(null)
  const [deleted, setDeleted] = useState<Role | null>(null)
  return (
    <Section
      title="Roles"
      purpose="A role is a set of permissions. The built-in ones stay as they are; others are made by ticking."
      action={mayManage && <LinkButton onClick={() => setEdited('new')}>Make a role</LinkButton>}
    >
      {roles.isPending && <Bar width="60%" />}
      {roles.isError && <LoadError thing="the roles" retry={roles.refetch} />}
      {roles.data && (
        <ul className={classes.list}>
          {roles.data.items.map((role) => (
            <RoleRow key={role.id} role={role} onEdit={() => setEdited(role)} onDelete={() => setDeleted(role)} />
          ))}
        </ul>
      )}
      {edited && <RoleDialog role={edited === 'new' ? null : edited} onClose={() => setEdited(null)} />}
      {deleted && <DeleteRoleDialog role={deleted} onClose={() => setDeleted(null)} />}
    </Section>
  )
}

function RoleRow({ role, onEdit, onDelete }: { role: Role; onEdit: () => void; onDelete: () => void }) {
  const [open, setOpen] = useState(false)
  const { permissions } = useMe()
  const mayManage = useCan('roles.manage')
  const more = beyond(permissions, role.permissions)
  const mayChange = mayManage && !role.built_in && more.length === 0
  return (
    <li className={classes.role} aria-label={role.name}>
      <div className={classes.who}>
        <span className={classes.name}>{role.name}</span>
        <div className={classes.quiet}>{role.about ?? countOf(role.permissions)}</div>
        {mayManage && !role.built_in && more.length > 0 && (
          <div className={classes.whyNot}>Holds more than you do: only somebody who holds that too can change it.</div>
        )}
      </div>
      <div className={classes.since}>{holders(role.members)}</div>
      <div className={classes.end}>
        <LinkButton
          aria-expanded={open}
          aria-label={open ? `Hide what ${role.name} may do` : `What it may do: ${role.name}`}
          onClick={() => setOpen(!open)}
        >
          {open ? 'Hide' : 'What it may do'}
        </LinkButton>
        {mayChange && (
          <>
            <LinkButton aria-label={`Edit ${role.name}`} onClick={onEdit}>
              Edit
            </LinkButton>
            <LinkButton danger aria-label={`Delete ${role.name}`} onClick={onDelete}>
              Delete
            </LinkButton>
          </>
        )}
      </div>
      {open && <May permissions={role.permissions} />}
    </li>
  )
}

function May({ permissions }: { permissions: Permission[] }) {
  if (permissions.length === 0)
    return <p className={classes.quiet}>Nothing but what everybody may: their own profile, and who is here.</p>
  return (
    <ul className={classes.may}>
      {permissions.map((permission) => (
        <li key={permission} className={classes.mayItem}>
          <IconCheck size={14} stroke={2} aria-hidden />
          {sentenceOf(permission)}
        </li>
      ))}
    </ul>
  )
}

function countOf({ length }: Permission[]): string {
  return length === 1 ? '1 permission' : `${length} permissions`
}

function holders(members: number): string {
  if (members === 0) return 'nobody'
  if (members === 1) return '1 member'
  return members < 100 ? `${members} members` : '100 or more'
}
