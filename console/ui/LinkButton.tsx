import classes from './LinkButton.module.css'

type Props = React.ComponentPropsWithRef<'button'> & { danger?: boolean }

/** A button that reads as a link: for the action inside a sentence or at the end of a row. */
export function LinkButton({ danger, className, type = 'button', ...rest }: Props) {
  const names = [classes.link, className].filter(Boolean).join(' ')
  return <button type={type} className={names} data-danger={danger || undefined} {...rest} />
}
