import { Button, Menu } from '@mantine/core'
import { IconCheck, IconChevronDown } from '@tabler/icons-react'
import type { WorkspaceState } from '../api.ts'
import { stateWords } from './state-words.ts'

interface StateFilterProps {
  state: WorkspaceState | undefined
  onPick: (state: WorkspaceState | undefined) => void
}

export function StateFilter({ state, onPick }: StateFilterProps) {
  const chosen = state && stateWords[state].word
  return (
    <Menu position="bottom-start" width={208}>
      <Menu.Target>
        <Button
          variant="default"
          aria-label={chosen ? `State: ${chosen}` : 'State'}
          rightSection={<IconChevronDown size={14} stroke={1.75} />}
        >
          {chosen ?? 'State'}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item rightSection={!state && <IconCheck size={14} />} onClick={() => onPick(undefined)}>
          Any state
        </Menu.Item>
        <Menu.Divider />
        {(Object.keys(stateWords) as WorkspaceState[]).map((key) => (
          <Menu.Item key={key} rightSection={key === state && <IconCheck size={14} />} onClick={() => onPick(key)}>
            {stateWords[key].word}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
