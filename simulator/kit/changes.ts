/** Who watches the page hears of changes here; with nobody watching a change costs nothing. */
export type Change = 'message' | 'handset' | 'faults'

export interface Changes {
  tell(change: Change, key: string): void
  watch(listener: (change: Change, key: string) => void): () => void
}

export function createChanges(): Changes {
  const listeners = new Set<(change: Change, key: string) => void>()
  return {
    tell(change, key) {
      for (const listener of listeners) listener(change, key)
    },
    watch(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
