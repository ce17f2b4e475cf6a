import { Checkbox } from '@mantine/core'
import type { Permission } from '../../shared/permissions.ts'
import { useMe } from '../shell/session.ts'
import classes from './Members.module.css'
import { permissionGroups, sentenceOf } from './permission-words.ts'

interface PermissionGridProps {
  value: Permission[]
  onChange: (value: Permission[]) => void
  fault: string | undefined
}

/** Every permission in words. What the reader does not hold themselves cannot be ticked. */
export function PermissionGrid({ value, onChange, fault }: PermissionGridProps) {
  const { permissions: held } = useMe()
  const lacks = permissionGroups.some(({ permissions }) => permissions.some((one) => !held.includes(one)))
  return (
    <Checkbox.Group
      label="Whoever has it may"
      description={lacks ? 'What you do not hold yourself cannot be ticked.' : undefined}
      error={fault}
      value={value}
      onChange={(next) => onChange(next as Permission[])}
    >
      <div className={classes.groups}>
        {permissionGroups.map(({ title, permissions }) => (
          <fieldset key={title} className={classes.group}>
            <legend className={classes.legend}>{title}</legend>
            <div className={classes.choices}>
              {permissions.map((permission) => (
                <Checkbox
                  key={permission}
                  value={permission}
                  label={sentenceOf(permission)}
                  disabled={!held.includes(permission)}
                  aria-invalid={fault ? true : undefined}
                />
              ))}
            </div>
          </fieldset>
        ))}
      </div>
    </Checkbox.Group>
  )
}
