import { useQueryClient } from '@tanstack/react-query'
import { LinkButton } from '../ui/LinkButton.tsx'
import { toast, toastFailure } from '../ui/toast.tsx'
import { type InboxChange, type InboxItem, inboxApi } from './api.ts'
import { INBOX } from './queries.ts'

/** What one does with what came. What did not happen is said, and the list shows what is so. */
export function useChanges() {
  const queries = useQueryClient()
  const attempt = async (asked: Promise<unknown>, failed: string): Promise<boolean> => {
    const done = await asked.then(
      () => true,
      (error) => {
        toastFailure(failed, error)
        return false
      },
    )
    await queries.invalidateQueries({ queryKey: INBOX })
    return done
  }
  const change = ({ id }: InboxItem, wanted: InboxChange) => attempt(inboxApi.change(id, wanted), FAILED[wanted])
  return {
    change: (item: InboxItem, wanted: InboxChange) => void change(item, wanted),
    archive: async (item: InboxItem) => {
      const back = item.archived_at !== null
      if (!(await change(item, back ? 'unarchive' : 'archive'))) return
      if (back) return toast('Back in the inbox.')
      toast(
        <>
          Archived. <LinkButton onClick={() => void change(item, 'unarchive')}>Undo</LinkButton>
        </>,
      )
    },
    readAll: (through: string) => attempt(inboxApi.readAll(through), 'Nothing was marked as read.'),
  }
}

const FAILED: Record<InboxChange, string> = {
  read: 'It was not marked as read.',
  unread: 'It was not marked as unread.',
  archive: 'It was not archived.',
  unarchive: 'It is still archived.',
}
