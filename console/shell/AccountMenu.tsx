import { Menu, useMantineColorScheme } from '@mantine/core'
import {
  IconAdjustmentsHorizontal,
  IconCheck,
  IconDeviceDesktop,
  IconLogout,
  IconMoon,
  IconSelector,
  IconSun,
  IconUser,
} from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import pressable from '../ui/Pressable.module.css'
import classes from './AccountMenu.module.css'
import { useMe, useSignOut } from './session.ts'

const schemes = [
  { value: 'auto', label: 'Like the system', icon: IconDeviceDesktop },
  { value: 'light', label: 'Light', icon: IconSun },
  { value: 'dark', label: 'Dark', icon: IconMoon },
] as const

/** Who is signed in; light or dark; the way out. */
export function AccountMenu() {
  const me = useMe()
  const signOut = useSignOut()
  const { colorScheme, setColorScheme } = useMantineColorScheme({ keepTransitions: true })
  const name = me.user?.name ?? me.api_key?.name ?? ''
  return (
    <Menu position="top-start" width={208} withinPortal>
      <Menu.Target>
        <button type="button" className={`${pressable.row} ${classes.account}`}>
          <span className={classes.initial} aria-hidden>
            {name.slice(0, 1).toUpperCase()}
          </span>
          <span className={classes.who}>
            <span className={classes.name}>{name}</span>
            {me.role && <span className={classes.role}>{me.role.name}</span>}
          </span>
          <IconSelector size={15} stroke={1.75} aria-hidden className={pressable.arrows} />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {me.user && <Menu.Label>{me.user.email}</Menu.Label>}
        {me.user && (
          <Menu.Item component={Link} to="/profile" leftSection={<IconUser size={15} stroke={1.75} />}>
            Profile
          </Menu.Item>
        )}
        {me.user && !me.workspace.installation && (
          <Menu.Item
            component={Link}
            to="/profile/preferences"
            leftSection={<IconAdjustmentsHorizontal size={15} stroke={1.75} />}
          >
            Preferences
          </Menu.Item>
        )}
        <Menu.Divider />
        {schemes.map(({ value, label, icon: Icon }) => (
          <Menu.Item
            key={value}
            leftSection={<Icon size={15} stroke={1.75} />}
            rightSection={colorScheme === value && <IconCheck size={14} aria-label="in use" />}
            onClick={() => setColorScheme(value)}
          >
            {label}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={15} stroke={1.75} />} onClick={() => void signOut()}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
