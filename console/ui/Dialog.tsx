import { Modal } from '@mantine/core'
import classes from './Dialog.module.css'
import { FocusBack } from './focus-back.ts'

export interface DialogProps {
  opened: boolean
  onClose: () => void
  title: string
  width?: number
  /** A click beside it does not close it: what it shows is not shown again. */
  stays?: boolean
  children: React.ReactNode
  /** Buttons: the way out first, what it is about last. */
  actions?: React.ReactNode
}

/** In the middle of a wide screen; a sheet from below on a phone. */
export function Dialog({ opened, onClose, title, width = 480, stays = false, children, actions }: DialogProps) {
  return (
    <>
      {opened && <FocusBack />}
      <Modal
        opened={opened}
        onClose={onClose}
        title={title}
        size={width}
        classNames={classes}
        closeOnClickOutside={!stays}
        overlayProps={{ backgroundOpacity: 0.4 }}
        closeButtonProps={{ 'aria-label': 'Close' }}
        centered
      >
        {children}
        {actions && <DialogActions>{actions}</DialogActions>}
      </Modal>
    </>
  )
}

/** For a form inside of a dialog, whose button belongs to the form. */
export function DialogActions({ children }: { children: React.ReactNode }) {
  return <div className={classes.actions}>{children}</div>
}

/** What a dialog has to say in more than one paragraph. */
export function DialogWords({ children }: { children: React.ReactNode }) {
  return <div className={classes.words}>{children}</div>
}
