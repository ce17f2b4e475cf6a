import { Kbd } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { DecisionCount } from '../decisions/DecisionCount.tsx'
import { InboxCount } from '../inbox/InboxCount.tsx'
import { ReplyCount } from '../replies/ReplyCount.tsx'
import { WorkspaceMenu } from '../workspaces/WorkspaceMenu.tsx'
import { AccountMenu } from './AccountMenu.tsx'
import { type Entry, entriesFor } from './entries.ts'
import classes from './Navigation.module.css'
import { useMe } from './session.ts'

export const searchKey = /Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘K' : 'Ctrl K'

export function Navigation({ onSearch, onGo }: { onSearch: () => void; onGo?: () => void }) {
  const me = useMe()
  const allowed = entriesFor(me)
  const of = (group: Entry['group']) =>
    allowed
      .filter((entry) => entry.group === group)
      .map((entry) => <NavLink key={entry.to} entry={entry} onGo={onGo} />)
  const settings = of('settings')
  const installation = of('installation')
  return (
    <nav className={classes.nav} aria-label="Main">
      <WorkspaceMenu onGo={onGo} />
      <button type="button" className={classes.search} onClick={onSearch}>
        <IconSearch size={15} stroke={1.75} aria-hidden />
        <span>Search</span>
        <Kbd className={classes.key}>{searchKey}</Kbd>
      </button>
      <div className={classes.entries}>
        {of('main')}
        {me.workspace.installation && installation}
        {settings.length > 0 && <div className={classes.group}>Settings</div>}
        {settings}
        {!me.workspace.installation && installation.length > 0 && (
          <>
            <div className={classes.group}>Installation</div>
            {installation}
          </>
        )}
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
      {to === '/inbox' && <InboxCount />}
      {to === '/decisions' && <DecisionCount />}
      {to === '/replies' && <ReplyCount />}
    </Link>
  )
}
