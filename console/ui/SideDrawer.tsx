import { CloseButton, Drawer } from '@mantine/core'
import classes from './SideDrawer.module.css'

interface SideDrawerProps {
  opened: boolean
  onClose: () => void
  title: string
  /** Beside the title. */
  status?: React.ReactNode
  width: number
  children: React.ReactNode
}

/** One thing of a list with all that is known of it, over the list. */
export function SideDrawer({ opened, onClose, title, status, width, children }: SideDrawerProps) {
  return (
    <Drawer.Root opened={opened} onClose={onClose} position="right" size={width}>
      <Drawer.Overlay backgroundOpacity={0.3} />
      <Drawer.Content aria-label={title}>
        <Drawer.Body className={classes.body!}>
          <div className={classes.head}>
            <h2 className={classes.title}>{title}</h2>
            {status}
            <CloseButton className={classes.close!} aria-label="Close" onClick={onClose} />
          </div>
          {children}
        </Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  )
}

/** Names and values; how wide the names are is said by --label. */
export function Facts({ className, children }: { className: string | undefined; children: React.ReactNode }) {
  return <dl className={`${classes.facts} ${className}`}>{children}</dl>
}
