import { ActionIcon, CopyButton, Tooltip } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import classes from './Copy.module.css'
import { shorten } from './shorten.ts'

/** Copies `value`; says what it copies to those who cannot see the icon. */
export function Copy({ value, label }: { value: string; label: string }) {
  return (
    <CopyButton value={value} timeout={1500}>
      {({ copied, copy }) => (
        <Tooltip label={copied ? 'Copied' : `Copy ${label}`}>
          <ActionIcon
            size={24}
            className={classes.icon}
            aria-label={copied ? 'Copied' : `Copy ${label}`}
            onClick={copy}
          >
            {copied ? <IconCheck size={15} stroke={1.75} /> : <IconCopy size={15} stroke={1.75} />}
          </ActionIcon>
        </Tooltip>
      )}
    </CopyButton>
  )
}

/** A long id, shortened in the middle; a click copies it whole. */
export function ShortId({ id, label }: { id: string; label: string }) {
  return (
    <CopyButton value={id} timeout={1500}>
      {({ copied, copy }) => (
        <Tooltip label={copied ? 'Copied' : `Copy ${id}`} maw={420} multiline>
          <button type="button" className={classes.id} onClick={copy}>
            {shorten(id)}
            {copied ? (
              <IconCheck size={14} stroke={1.75} aria-hidden />
            ) : (
              <IconCopy size={14} stroke={1.75} aria-hidden />
            )}
            <span className="visually-hidden">Copy {label}</span>
          </button>
        </Tooltip>
      )}
    </CopyButton>
  )
}

/** To copy whole. A request or a body scrolls sideways; a secret on one line wraps, so that all of it is seen. */
export function Code({ text, label, wraps }: { text: string; label: string; wraps?: boolean }) {
  return (
    <div className={classes.code} data-wraps={wraps || undefined}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable without a mouse */}
      <section tabIndex={0} aria-label={label} className={classes.scroll}>
        <pre>{text}</pre>
      </section>
      <span className={classes.corner}>
        <Copy value={text} label={label} />
      </span>
    </div>
  )
}
