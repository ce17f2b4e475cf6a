import { ActionIcon, Drawer } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconMenu2, IconSearch } from '@tabler/icons-react'
import { Outlet, useLocation } from '@tanstack/react-router'
import { LiveInbox } from '../inbox/LiveInbox.tsx'
import { LeavingProvider } from '../ui/leaving.tsx'
import { WorkspaceBanner } from '../workspaces/WorkspaceBanner.tsx'
import { ofWorkspaces } from './entries.ts'
import { Navigation } from './Navigation.tsx'
import { OperatorNotices } from './OperatorNotices.tsx'
import { Search } from './Search.tsx'
import classes from './Shell.module.css'
import { NoWorkspaceHere } from './screens.tsx'
import { useMe } from './session.ts'

/** The frame around every screen: navigation at the side, or behind a menu button on a narrow screen. */
export function Shell() {
  // In another workspace everything begins anew: nothing on the screen may be left of the one before.
  return (
    <LeavingProvider key={useMe().workspace.id}>
      <Frame />
    </LeavingProvider>
  )
}

function Frame() {
  const { installation } = useMe().workspace
  const [menuOpen, menu] = useDisclosure(false)
  const [searchOpen, search] = useDisclosure(false)
  const openSearch = () => {
    menu.close()
    search.open()
  }
  return (
    <div className={classes.shell}>
      <a className={classes.skip} href="#screen">
        Skip to the screen
      </a>
      <div className={classes.side}>
        <Navigation onSearch={openSearch} />
      </div>
      <PhoneBar onMenu={menu.open} onSearch={search.open} />
      <Drawer.Root opened={menuOpen} onClose={menu.close} size={288}>
        <Drawer.Overlay backgroundOpacity={0.4} />
        <Drawer.Content aria-label="Menu">
          <Drawer.Body className={classes.drawer!}>
            <Navigation onSearch={openSearch} onGo={menu.close} />
          </Drawer.Body>
        </Drawer.Content>
      </Drawer.Root>
      <main id="screen" className={classes.main} tabIndex={-1}>
        <WorkspaceBanner />
        <OperatorNotices />
        <Screen />
      </main>
      {!installation && <LiveInbox />}
      <Search opened={searchOpen} onOpen={search.open} onClose={search.close} />
    </div>
  )
}

/** In the installation, an address of a screen that only workspaces have says so. */
function Screen() {
  const { workspace } = useMe()
  const path = useLocation({ select: ({ pathname }) => pathname })
  const elsewhere = workspace.installation ? ofWorkspaces(path) : undefined
  return elsewhere ? <NoWorkspaceHere title={elsewhere.label} /> : <Outlet />
}

function PhoneBar({ onMenu, onSearch }: { onMenu: () => void; onSearch: () => void }) {
  const { workspace } = useMe()
  return (
    <section className={classes.bar} aria-label="Workspace">
      <ActionIcon size={44} aria-label="Menu" onClick={onMenu}>
        <IconMenu2 size={20} stroke={1.75} />
      </ActionIcon>
      <span className={classes.workspace}>{workspace.name}</span>
      <ActionIcon size={44} aria-label="Search" onClick={onSearch}>
        <IconSearch size={20} stroke={1.75} />
      </ActionIcon>
    </section>
  )
}
