import { CopyAs } from './Copy.tsx'
import { curlToSend } from './curl.ts'
import type { Live } from './live.ts'
import styles from './NoTexts.module.css'

/** What stands where a phone would: how to get the first text, or which to choose. */
export function NoTexts({ live }: { live: Live }) {
  if (!live.state) return null
  if (live.handsets.length > 0) {
    return (
      <div className={styles.empty}>
        <p>Choose a handset to see its texts and to answer them.</p>
      </div>
    )
  }
  return (
    <div className={styles.empty}>
      <p>No texts yet. Send one to any number and its phone appears here.</p>
      <CopyAs value={curlToSend(live.state)} label="Copy curl" />
    </div>
  )
}
