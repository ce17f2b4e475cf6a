import { useLocation, useRouter } from '@tanstack/react-router'

/**
 * Closes what has an address of its own over a list. Opened from the list, it is left as by Back, so that Back does not
 * open it again; opened by a link, the list takes its place.
 */
export function useCloser(toList: () => void): () => void {
  const { history } = useRouter()
  const fromList = useLocation({ select: (location) => location.state.fromList })
  return () => (fromList ? history.back() : toList())
}
