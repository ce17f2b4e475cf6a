import { Modal, useComputedColorScheme, useMantineColorScheme } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import {
  IconAdjustmentsHorizontal,
  IconArrowRight,
  IconBuilding,
  IconLogout,
  IconMessagePlus,
  IconSearch,
  IconServer2,
  IconSunMoon,
  IconUser,
} from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useId, useState } from 'react'
import { useSwitch } from '../workspaces/useSwitch.ts'
import { innerFor, places, reachableFor } from './entries.ts'
import { matches } from './matches.ts'
import classes from './Search.module.css'
import { useMe, useSignOut } from './session.ts'

interface Hit {
  label: string
  path?: string
  words: readonly string[]
  icon: typeof IconSearch
  run: () => void
}

const PROFILE_WORDS = ['Account', 'Name', 'Password', 'Notification channels', 'My number', 'Sessions', 'Devices']
const PREFERENCES_WORDS = ['Notifications', 'Reminders', 'Alerts', 'Channels', 'Mute', 'Unsubscribe', 'Email', 'In app']

/** Goes anywhere by a few letters, by whatever name the place had in the product before. */
export function Search({ opened, onOpen, onClose }: { opened: boolean; onOpen: () => void; onClose: () => void }) {
  useHotkeys([['mod+K', onOpen]], [])
  return (
    <Modal.Root
      opened={opened}
      onClose={onClose}
      size={560}
      yOffset="12vh"
      padding={0}
      classNames={{ content: classes.content! }}
    >
      <Modal.Overlay backgroundOpacity={0.4} />
      <Modal.Content aria-label="Search">
        <Modal.Body>
          <SearchBox onClose={onClose} />
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  )
}

function SearchBox({ onClose }: { onClose: () => void }) {
  const [typed, setTyped] = useState('')
  const [at, setAt] = useState(0)
  const list = useId()
  const hits = useHits().filter((hit) => matches(typed, `${hit.path ?? ''} ${hit.label}`, hit.words))
  const chosen = Math.min(at, hits.length - 1)
  const run = (hit: Hit | undefined) => {
    if (!hit) return
    onClose()
    hit.run()
  }
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.key === 'Enter') return run(hits[chosen])
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (!step || hits.length === 0) return
    event.preventDefault()
    setAt((chosen + step + hits.length) % hits.length)
  }
  return (
    <>
      <div className={classes.field}>
        <IconSearch size={17} stroke={1.75} aria-hidden />
        <input
          className={classes.input}
          placeholder="Go to…"
          aria-label="Go to"
          role="combobox"
          aria-expanded
          aria-controls={list}
          aria-activedescendant={hits[chosen] ? `${list}-${chosen}` : undefined}
          data-autofocus
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value)
            setAt(0)
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <div id={list} role="listbox" aria-label="Found" className={classes.list}>
        {hits.map((hit, n) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/useFocusableInteractive: keys are handled by the field, which keeps the focus
          <div
            key={`${hit.path}${hit.label}`}
            id={`${list}-${n}`}
            role="option"
            aria-selected={n === chosen}
            className={classes.hit}
            onMouseMove={() => setAt(n)}
            onClick={() => run(hit)}
          >
            <hit.icon size={16} stroke={1.75} aria-hidden />
            {hit.path && <span className={classes.path}>{hit.path} ›</span>}
            <span>{hit.label}</span>
          </div>
        ))}
        {hits.length === 0 && <div className={classes.nothing}>Nothing is called that here.</div>}
      </div>
    </>
  )
}

function useHits(): Hit[] {
  const me = useMe()
  const { permissions } = me
  const navigate = useNavigate()
  const signOut = useSignOut()
  const enter = useSwitch()
  const { setColorScheme } = useMantineColorScheme({ keepTransitions: true })
  const scheme = useComputedColorScheme('light')
  const screens: Hit[] = reachableFor(me).map(({ to, label, group, words, icon }) => ({
    label,
    words,
    icon,
    ...(group === 'settings' && { path: 'Settings' }),
    ...(group === 'installation' && { path: 'Installation' }),
    run: () => void navigate({ to }),
  }))
  const others: Hit[] = me.workspaces
    .filter(({ id }) => id !== me.workspace.id)
    .map((workspace) => ({
      label: workspace.name,
      words: [workspace.slug],
      path: 'Switch to',
      icon: workspace.installation ? IconServer2 : IconBuilding,
      run: () => void enter(workspace),
    }))
  const inside: Hit[] = places.map(({ label, hash, words }) => ({
    label,
    words,
    path: 'Settings › SMS',
    icon: IconArrowRight,
    run: () => void navigate({ to: '/settings/sms', hash }),
  }))
  const test: Hit = {
    label: 'Send test SMS',
    words: ['Try'],
    icon: IconMessagePlus,
    run: () => void navigate({ to: '/settings/sms', hash: 'test' }),
  }
  const within: Hit[] = innerFor(me).map(({ to, label, path, words, icon }) => ({
    label,
    words,
    path,
    icon,
    run: () => void navigate({ to }),
  }))
  const own: Hit[] = [
    { label: 'Profile', words: PROFILE_WORDS, icon: IconUser, run: () => void navigate({ to: '/profile' }) },
    {
      label: 'Preferences',
      words: PREFERENCES_WORDS,
      path: 'Profile',
      icon: IconAdjustmentsHorizontal,
      run: () => void navigate({ to: '/profile/preferences' }),
    },
  ]
  const dark: Hit = {
    label: scheme === 'dark' ? 'Light colours' : 'Dark colours',
    words: ['Theme', 'Mode', 'Appearance', 'Colors'],
    icon: IconSunMoon,
    run: () => setColorScheme(scheme === 'dark' ? 'light' : 'dark'),
  }
  const out: Hit = { label: 'Sign out', words: ['Log', 'Leave'], icon: IconLogout, run: () => void signOut() }
  return [
    ...screens,
    ...within,
    ...(permissions.includes('sms.configure') ? inside : []),
    ...(permissions.includes('sms.test') ? [test] : []),
    ...(me.workspace.installation ? own.slice(0, 1) : own),
    ...others,
    dark,
    out,
  ]
}
