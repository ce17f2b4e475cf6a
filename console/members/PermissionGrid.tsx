import { Checkbox } from '@mantine/core'
import type { Permission } from '../../shared/permissions.ts'
import { useMe } from '../shell/session.ts'
import classes from './Members.module.css'
import { needsSettings, permissionGroups, sentenceOf, withSettingsSeen } from './permission-words.ts'

const COMES_ALONG = 'Whoever changes or tests them sees them too.'

interface PermissionGridProps {
  value: Permission[]
  onChange: (value: Permission[]) => void
  fault: string | undefined
  /** For people, who do it on the screen of what they change. A program needs not see it. */
  ofRole?: boolean
}

/** Every permission in words. What the reader does not hold themselves cannot be ticked. */
export function PermissionGrid({ value, onChange, fault, ofRole }: PermissionGridProps) {
  const { permissions: held } = useMe()
  const lacks = permissionGroups.some(({ permissions }) => permissions.some((one) => !held.includes(one)))
  const comesAlong = ofRole && value.includes('sms.read') && needsSettings(value)
  return (
    <Checkbox.Group
      label="Whoever has it may"
      description={lacks ? 'What you do not hold yourself cannot be ticked.' : undefined}
      error={fault}
      value={value}
      onChange={(next) => onChange(ofRole ? withSettingsSeen(next as Permission[], held) : (next as Permission[]))}
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
                  description={permission === 'sms.read' && comesAlong ? COMES_ALONG : undefined}
                  disabled={!held.includes(permission) || (permission === 'sms.read' && comesAlong)}
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
