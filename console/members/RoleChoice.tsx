import { Button, Select } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { api, type Member, type Role } from '../api.ts'
import { useMe } from '../shell/session.ts'
import { Dialog } from '../ui/Dialog.tsx'
import { toast, toastFailure } from '../ui/toast.tsx'
import { useOnce } from '../ui/useOnce.ts'
import { beyond } from './permission-words.ts'
import { useRefresh } from './queries.ts'

interface RoleChoiceProps {
  member: Member
  roles: Role[]
  /** Why it cannot be changed. */
  whyNot: string | null
}

/** Given as soon as it is chosen; one's own only after a second thought, since one may not get it back. */
export function RoleChoice({ member, roles, whyNot }: RoleChoiceProps) {
  const { permissions } = useMe()
  const [own, setOwn] = useState<Role | null>(null)
  const refresh = useRefresh()
  const give = useMutation({
    mutationFn: (role: Role) => api.giveRole(member.id, role.id),
    onSuccess: async (_, role) => {
      setOwn(null)
      await refresh()
      toast(`${member.you ? 'You are' : `${member.name} is`} ${role.name} now.`)
    },
    onError: async (error) => {
      setOwn(null)
      await refresh()
      toastFailure(`${member.name} is still ${member.role.name}.`, error)
    },
  })
  const press = useOnce(give, { stays: true })
  const choose = (id: string | null) => {
    const role = roles.find((one) => one.id === id)
    if (!role || role.id === member.role.id) return
    if (member.you) setOwn(role)
    else give.mutate(role)
  }
  return (
    <>
      <Select
        aria-label={`Role of ${member.name}`}
        data={roleOptions(roles, permissions, member.role)}
        value={give.isPending ? (give.variables?.id ?? member.role.id) : member.role.id}
        onChange={choose}
        disabled={whyNot !== null || give.isPending}
        allowDeselect={false}
        comboboxProps={{ shadow: 'none' }}
      />
      {own && (
        <Dialog
          opened
          onClose={() => setOwn(null)}
          title={`Become ${own.name} yourself?`}
          actions={
            <>
              <Button variant="default" onClick={() => setOwn(null)}>
                Stay {member.role.name}
              </Button>
              <Button color="red" loading={give.isPending} onClick={press(own)}>
                Become {own.name}
              </Button>
            </>
          }
        >
          From your next click on you may do only what {own.name} allows. Somebody else has to give you back what you
          give up.
        </Dialog>
      )}
    </>
  )
}

/** Those that hold more than the reader cannot be given; the one that somebody has is named all the same. */
export function roleOptions(roles: Role[], held: Parameters<typeof beyond>[0], present?: { id: string; name: string }) {
  const options = roles.map(({ id, name, permissions }) => ({
    value: id,
    label: name,
    disabled: id !== present?.id && beyond(held, permissions).length > 0,
  }))
  if (present && !roles.some(({ id }) => id === present.id))
    options.push({ value: present.id, label: present.name, disabled: true })
  return options
}
