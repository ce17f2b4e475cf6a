import { type ComponentType, createElement, useCallback, useEffect, useState } from 'react'
import classes from './states.module.css'
import { PageMessage } from './states.tsx'

interface Source {
  found: ComponentType | undefined
  find: () => Promise<void>
}

/**
 * A screen whose code is fetched when it is first shown. The router's own way loads the page anew when that fails,
 * and a page that is loaded while the server does not answer is gone.
 */
export function lazyScreen<Name extends string>(load: () => Promise<Record<Name, ComponentType>>, name: Name) {
  const source: Source = {
    found: undefined,
    find: async () => {
      source.found ??= (await load())[name]
    },
  }
  // What fails before it is shown is asked for again when it is, and told there.
  return Object.assign(() => createElement(LazyScreen, { source }), { preload: () => source.find().catch(() => {}) })
}

function LazyScreen({ source }: { source: Source }) {
  const [Found, setFound] = useState(() => source.found)
  const onFound = useCallback(() => setFound(() => source.found), [source])
  return Found ? <Found /> : <Missing find={source.find} onFound={onFound} />
}

function Missing({ find, onFound }: { find: Source['find']; onFound: () => void }) {
  const [failed, setFailed] = useState(false)
  useEffect(() => {
    find().then(onFound, () => setFailed(true))
  }, [find, onFound])
  if (!failed) return null
  return (
    <div className={classes.framed}>
      <PageMessage
        title="Could not load this screen"
        action={{ label: 'Try again', onClick: () => void find().then(onFound, reloadIfAnswered) }}
      >
        Handset does not answer, or there is a newer version of it. Nothing you saved is lost.
      </PageMessage>
    </div>
  )
}

/** Some browsers remember that a file could not be had, and a newer version has others: then only a new page helps. */
async function reloadIfAnswered(): Promise<void> {
  const answers = await fetch('/healthz', { cache: 'no-store' }).then(
    (answer) => answer.ok,
    () => false,
  )
  if (answers) window.location.reload()
}
