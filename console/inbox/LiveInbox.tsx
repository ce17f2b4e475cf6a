import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useMe } from '../shell/session.ts'
import { listen } from './listen.ts'
import { INBOX, unreadQuery } from './queries.ts'

/** Beside every screen of a workspace: listens for what comes, and puts the count in front of the tab's title. */
export function LiveInbox() {
  const queries = useQueryClient()
  const { id } = useMe().workspace
  const { data } = useQuery(unreadQuery)
  const personId = data?.person_id ?? null
  useEffect(() => {
    if (personId === null) return
    return listen(id, personId, () => void queries.invalidateQueries({ queryKey: INBOX }))
  }, [id, personId, queries])
  useTitleCount(data ? `${data.unread}${data.more ? '+' : ''}` : '0')
  return null
}

const COUNTED = /^\(\d+\+?\) /

/** Each screen says its own title, whenever it likes. */
function useTitleCount(count: string): void {
  useEffect(() => {
    const mark = () => {
      const bare = document.title.replace(COUNTED, '')
      const title = count === '0' ? bare : `(${count}) ${bare}`
      if (title !== document.title) document.title = title
    }
    mark()
    const observer = new MutationObserver(mark)
    observer.observe(document.head, { childList: true, subtree: true, characterData: true })
    return () => {
      observer.disconnect()
      document.title = document.title.replace(COUNTED, '')
    }
  }, [count])
}
