import { useEffect, useState } from 'react'
import { drawEmail } from './draw-email.ts'
import classes from './Preview.module.css'

/** An email as it would be opened, in a frame that runs nothing, opens nothing and loads nothing. */
export function EmailFrame({ html }: { html: string }) {
  const [frame, setFrame] = useState<HTMLIFrameElement | null>(null)
  const [loads, setLoads] = useState(0)
  const [height, setHeight] = useState(360)
  // biome-ignore lint/correctness/useExhaustiveDependencies: some browsers put a new document into the frame when it has loaded
  useEffect(() => {
    const inside = frame?.contentDocument
    if (!inside) return
    drawEmail(inside, html)
    const measure = () => setHeight(inside.body.scrollHeight)
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(inside.body)
    return () => observer.disconnect()
  }, [frame, html, loads])
  return (
    <iframe
      ref={setFrame}
      title="The email as it would be opened"
      sandbox="allow-same-origin"
      className={classes.frame}
      style={{ height }}
      onLoad={() => setLoads((before) => before + 1)}
    />
  )
}
