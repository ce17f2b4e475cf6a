import { Kbd } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { AccountMenu } from './AccountMenu.tsx'
import { type Entry, entries } from './entries.ts'
import { Mark } from './Mark.tsx'
import classes from './Navigation.module.css'
import { useMe } from './session.ts'

export const searchKey = /Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘K' : 'Ctrl K'

export function Navigation({ onSearch, onGo }: { onSearch: () => void; onGo?: () => void }) {
  const { workspace, permissions } = useMe()
  const allowed = entries.filter((entry) => permissions.includes(entry.permission))
  const settings = allowed.filter((entry) => entry.group === 'settings')
  return (
    <nav className={classes.nav} aria-label="Main">
      <div className={classes.head}>
        <Mark />
        <span className={classes.workspace} title={workspace.name}>
          {workspace.name}
        </span>
      </div>
      <button type="button" className={classes.search} onClick={onSearch}>
        <IconSearch size={15} stroke={1.75} aria-hidden />
        <span>Search</span>
        <Kbd className={classes.key}>{searchKey}</Kbd>
      </button>
      <div className={classes.entries}>
        {allowed.map((entry) => entry.group === 'main' && <NavLink key={entry.to} entry={entry} onGo={onGo} />)}
        {settings.length > 0 && <div className={classes.group}>Settings</div>}
        {settings.map((entry) => (
          <NavLink key={entry.to} entry={entry} onGo={onGo} />
        ))}
      </div>
      <AccountMenu />
    </nav>
  )
}

function NavLink({ entry, onGo }: { entry: Entry; onGo?: (() => void) | undefined }) {
  const { icon: Icon, label, to } = entry
  return (
    <Link
      to={to}
      className={classes.entry}
      activeProps={{ 'data-active': true }}
      activeOptions={{ includeSearch: false }}
      {...(onGo && { onClick: onGo })}
    >
      <Icon size={17} stroke={1.75} aria-hidden />
      {label}
    </Link>
  )
}
