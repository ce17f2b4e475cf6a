import { Menu, TextInput } from '@mantine/core'
import { IconCheck, IconPlus, IconSelector, IconServer2 } from '@tabler/icons-react'
import { useState } from 'react'
import type { MeOut } from '../api.ts'
import { Mark } from '../shell/Mark.tsx'
import { useMe } from '../shell/session.ts'
import pressable from '../ui/Pressable.module.css'
import { NewWorkspaceDialog } from './NewWorkspaceDialog.tsx'
import { stateWords } from './state-words.ts'
import { useSwitch } from './useSwitch.ts'
import classes from './WorkspaceMenu.module.css'

/** More than these are looked through by typing. */
const AT_A_GLANCE = 8

/** Where one is, and the way to wherever else one may be. */
export function WorkspaceMenu({ onGo }: { onGo?: (() => void) | undefined }) {
  const me = useMe()
  const [making, setMaking] = useState(false)
  const workspaces = me.workspaces.filter((one) => !one.installation)
  const installation = me.workspaces.find((one) => one.installation)
  const hasChoice = me.workspaces.length > 1 || me.may_make_workspaces
  if (!hasChoice)
    return (
      <div className={classes.only}>
        <Here me={me} />
      </div>
    )
  return (
    <>
      <Menu position="bottom-start" width={248} withinPortal>
        <Menu.Target>
          <button
            type="button"
            className={`${pressable.row} ${classes.target}`}
            aria-label={`Workspace: ${me.workspace.name}`}
          >
            <Here me={me} />
            <IconSelector size={15} stroke={1.75} aria-hidden className={pressable.arrows} />
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          <Choices me={me} workspaces={workspaces} onGo={onGo} />
          {installation && (
            <>
              <Menu.Divider />
              <Choice me={me} workspace={installation} onGo={onGo} />
            </>
          )}
          {me.may_make_workspaces && (
            <>
              <Menu.Divider />
              <Menu.Item
                className={classes.row!}
                leftSection={<IconPlus size={15} stroke={1.75} />}
                onClick={() => setMaking(true)}
              >
                New workspace
              </Menu.Item>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      {making && <NewWorkspaceDialog onClose={() => setMaking(false)} onMade={onGo} />}
    </>
  )
}

function Here({ me: { workspace } }: { me: MeOut }) {
  return (
    <span className={classes.here}>
      {workspace.installation ? (
        <span className={classes.machine}>
          <IconServer2 size={18} stroke={1.75} aria-hidden />
        </span>
      ) : (
        <Mark />
      )}
      <span className={classes.name} title={workspace.name}>
        {workspace.name}
      </span>
    </span>
  )
}

type Choosable = MeOut['workspaces'][number]

function Choices({ me, workspaces, onGo }: { me: MeOut; workspaces: Choosable[]; onGo?: (() => void) | undefined }) {
  const [typed, setTyped] = useState('')
  const wanted = typed.trim().toLowerCase()
  const found = workspaces.filter(({ name, slug }) => `${name}\n${slug}`.toLowerCase().includes(wanted))
  return (
    <>
      {workspaces.length > AT_A_GLANCE && (
        <TextInput
          className={classes.find!}
          aria-label="Find a workspace"
          placeholder="Find a workspace"
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          // The menu takes letters and arrows for itself; only the way down to what was found is its.
          onKeyDown={(event) => event.key !== 'ArrowDown' && event.key !== 'Escape' && event.stopPropagation()}
        />
      )}
      <div className={classes.list}>
        {found.map((workspace) => (
          <Choice key={workspace.id} me={me} workspace={workspace} onGo={onGo} />
        ))}
        {found.length === 0 && workspaces.length > 0 && <div className={classes.none}>None is called that.</div>}
      </div>
    </>
  )
}

function Choice({ me, workspace, onGo }: { me: MeOut; workspace: Choosable; onGo?: (() => void) | undefined }) {
  const enter = useSwitch()
  const isHere = workspace.id === me.workspace.id
  const state = stateWords[workspace.state]
  const go = () => {
    onGo?.()
    if (!isHere) void enter(workspace)
  }
  return (
    <Menu.Item
      className={classes.row!}
      classNames={{ itemLabel: classes.item! }}
      leftSection={workspace.installation && <IconServer2 size={15} stroke={1.75} />}
      rightSection={isHere && <IconCheck size={14} aria-label="you are here" />}
      onClick={go}
    >
      <span className={classes.choice}>
        <span className={classes.label}>{workspace.name}</span>
        {workspace.state !== 'active' && <span className={classes.state}>{state.word}</span>}
      </span>
    </Menu.Item>
  )
}
