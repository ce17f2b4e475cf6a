import { Button, Menu } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import classes from './FilterBar.module.css'
import { useFilters } from './filter.ts'
import { MORE, type optionsOf } from './words.ts'

/** What is seldom filtered by; what is picked stands below as something that can be taken away. */
export function MoreFilters({ options }: { options: ReturnType<typeof optionsOf> }) {
  const { change } = useFilters()
  return (
    <Menu position="bottom-start" width={208}>
      <Menu.Target>
        <Button variant="default" className={classes.more!} rightSection={<IconChevronDown size={14} stroke={1.75} />}>
          More
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {MORE.map(({ name, label }) => (
          <Menu.Sub key={name}>
            <Menu.Sub.Target>
              <Menu.Sub.Item disabled={options[name].length === 0}>{label}</Menu.Sub.Item>
            </Menu.Sub.Target>
            <Menu.Sub.Dropdown className={classes.options!}>
              {options[name].map((option) => (
                <Menu.Item
                  key={option.value}
                  onClick={() => change({ [name]: name === 'error' ? Number(option.value) : option.value })}
                >
                  {option.label}
                </Menu.Item>
              ))}
            </Menu.Sub.Dropdown>
          </Menu.Sub>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
