import { Button, Modal } from '@mantine/core'
import { Banner } from './Banner.tsx'
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

interface ConfirmDialogProps extends Pick<DialogProps, 'title' | 'onClose' | 'children'> {
  /** What the way out is called, and what is asked about. */
  words: { keep: string; act: string; failed: string }
  request: { isPending: boolean; isError: boolean; error: Error | null }
  danger?: boolean
  disabled?: boolean
  onAct: () => void
}

/** Asks before something is done, and tells where it was not. */
export function ConfirmDialog({
  words,
  request,
  danger = false,
  disabled = false,
  onAct,
  children,
  ...rest
}: ConfirmDialogProps) {
  return (
    <Dialog
      {...rest}
      opened
      actions={
        <>
          <Button variant="default" onClick={rest.onClose}>
            {words.keep}
          </Button>
          <Button {...(danger && { color: 'red' })} disabled={disabled} loading={request.isPending} onClick={onAct}>
            {words.act}
          </Button>
        </>
      }
    >
      <DialogWords>
        {children}
        {request.isError && (
          <Banner tone="red" title={words.failed} urgent>
            {request.error?.message}
          </Banner>
        )}
      </DialogWords>
    </Dialog>
  )
}
