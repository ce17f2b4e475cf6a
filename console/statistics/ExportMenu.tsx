import { Button, Menu } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { saveFile } from '../ui/save-file.ts'
import { toastFailure } from '../ui/toast.tsx'
import { statisticsApi } from './api.ts'
import { useFilters } from './useFilters.ts'

const TABLES = [
  ['day,channel', 'By day and channel'],
  ['day,status', 'By day and status'],
  ['event_type', 'By event'],
  ['country', 'By country'],
  ['failure', 'Why messages failed'],
  ['sender', 'By sender'],
] as const

/** What the screen shows, as files for a spreadsheet. */
export function ExportMenu() {
  const { asked } = useFilters()
  const take = useMutation({
    mutationFn: (group_by: string) => statisticsApi.export({ ...asked, group_by }),
    onSuccess: saveFile,
    onError: (error) => toastFailure('Nothing was exported.', error),
  })
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" leftSection={<IconDownload size={15} stroke={1.75} />} loading={take.isPending}>
          Export
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {TABLES.map(([groupBy, label]) => (
          <Menu.Item key={groupBy} onClick={() => take.mutate(groupBy)}>
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
