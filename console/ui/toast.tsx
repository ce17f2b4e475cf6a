import { notifications } from '@mantine/notifications'

const closeButtonProps = { 'aria-label': 'Close this notice' }

/** Something the reader asked for has happened. */
export function toast(message: React.ReactNode): void {
  notifications.show({ message, autoClose: 5_000, withBorder: true, icon: null, closeButtonProps })
}

/** Something the reader asked for has not happened. Stays until it is closed. */
export function toastFailure(what: string, error: unknown): void {
  const why = error instanceof Error ? error.message : String(error)
  notifications.show({ title: what, message: why, autoClose: false, withBorder: true, color: 'red', closeButtonProps })
}
