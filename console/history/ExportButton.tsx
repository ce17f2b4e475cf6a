import { Button, Menu } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useCan } from '../shell/session.ts'
import { saveFile } from '../ui/save-file.ts'
import { toast, toastFailure } from '../ui/toast.tsx'
import { historyApi } from './api.ts'
import { useFilters, useListFilter } from './filter.ts'

/** What fits the filters, as a file; with the numbers in full for those who may see them. */
export function ExportButton() {
  const mayReveal = useCan('numbers.reveal')
  const { filters } = useFilters()
  const filter = useListFilter(filters)
  const take = useMutation({
    mutationFn: (numbers: 'masked' | 'full') => historyApi.export(filter, numbers),
    onSuccess: (file) => {
      saveFile(file)
      toast('That you took the file is recorded.')
    },
    onError: (error) => toastFailure('Nothing was exported.', error),
  })
  if (!mayReveal)
    return (
      <Button variant="default" loading={take.isPending} onClick={() => take.mutate('masked')}>
        Export
      </Button>
    )
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <Button variant="default" loading={take.isPending} rightSection={<IconChevronDown size={14} stroke={1.75} />}>
          Export
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => take.mutate('masked')}>CSV, numbers masked</Menu.Item>
        <Menu.Item onClick={() => take.mutate('full')}>CSV, numbers in full</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
