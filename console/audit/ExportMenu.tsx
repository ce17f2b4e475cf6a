import { Button, Menu } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type AuditFilter, api } from '../api.ts'
import { saveFile } from '../ui/save-file.ts'
import { toast, toastFailure } from '../ui/toast.tsx'

/** What fits the filters, as a file. */
export function ExportMenu({ filter }: { filter: AuditFilter }) {
  const queries = useQueryClient()
  const take = useMutation({
    mutationFn: (format: 'csv' | 'json') => api.exportAudit(filter, format),
    onSuccess: (file) => {
      saveFile(file)
      toast('The export is recorded in this log.')
      void queries.invalidateQueries({ queryKey: ['audit'] })
    },
    onError: (error) => toastFailure('Nothing was exported.', error),
  })
  return (
    <Menu position="bottom-end" width={208}>
      <Menu.Target>
        <Button variant="default" loading={take.isPending} rightSection={<IconChevronDown size={14} stroke={1.75} />}>
          Export
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => take.mutate('csv')}>CSV, for a spreadsheet</Menu.Item>
        <Menu.Item onClick={() => take.mutate('json')}>JSON, with all hashes</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
