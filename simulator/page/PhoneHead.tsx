import { ActionIcon, Menu, Select, TextInput, Tooltip } from '@mantine/core'
import { IconArrowLeft, IconDots } from '@tabler/icons-react'
import { useState } from 'react'
import { BEHAVIOURS, type Behaviour, type SimHandsetView } from '../wire.ts'
import { changeHandset, removeHandset } from './api.ts'
import { useIsNarrow } from './narrow.ts'
import styles from './PhonePane.module.css'
import { BEHAVIOUR_WORDS, formatPhone, shortened } from './words.ts'

export function PhoneHead({ handset }: { handset: SimHandsetView }) {
  const isNarrow = useIsNarrow()
  return (
    <div className={styles.head}>
      {isNarrow && (
        <ActionIcon component="a" href="#" size="var(--control)" aria-label="All handsets">
          <IconArrowLeft size={18} />
        </ActionIcon>
      )}
      <Who handset={handset} />
      <Select
        className={styles.behaviour}
        aria-label="Behaviour"
        allowDeselect={false}
        data={BEHAVIOURS.map((behaviour) => ({ value: behaviour, label: BEHAVIOUR_WORDS[behaviour] }))}
        value={handset.behaviour}
        onChange={(behaviour) => void changeHandset(handset.number, { behaviour: behaviour as Behaviour })}
      />
    </div>
  )
}

function Who({ handset }: { handset: SimHandsetView }) {
  const [isNaming, setNaming] = useState(false)
  const number = formatPhone(handset.number)
  const optedOut = handset.opted_out_of.map((from) =>
    from.startsWith('MG') ? `service ${shortened(from)}` : formatPhone(from),
  )
  return (
    <>
      <div className={styles.who}>
        {isNaming ? <NameField handset={handset} onDone={() => setNaming(false)} /> : <h2>{handset.name || number}</h2>}
        {handset.name && !isNaming && <div className="quiet">{number}</div>}
        {optedOut.length > 0 && <div className="quiet">opted out of {optedOut.join(', ')}</div>}
      </div>
      <Menu position="bottom-end">
        <Menu.Target>
          <Tooltip label="More">
            <ActionIcon size="var(--control)" aria-label="More">
              <IconDots size={17} />
            </ActionIcon>
          </Tooltip>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => setNaming(true)}>{handset.name ? 'Rename' : 'Name'}</Menu.Item>
          <Menu.Item onClick={() => void navigator.clipboard.writeText(handset.number)}>Copy number</Menu.Item>
          <Menu.Divider />
          <Menu.Item onClick={() => void removeHandset(handset.number).then(() => (location.hash = ''))}>
            Remove from the list
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </>
  )
}

function NameField({ handset, onDone }: { handset: SimHandsetView; onDone: () => void }) {
  const [name, setName] = useState(handset.name)
  const save = () => void changeHandset(handset.number, { name: name.trim() }).then(onDone)
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        save()
      }}
    >
      <TextInput
        aria-label="Name"
        autoFocus
        maxLength={60}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        onBlur={save}
        onKeyDown={(event) => event.key === 'Escape' && onDone()}
      />
    </form>
  )
}
