import { Button, type ButtonProps, Tooltip } from '@mantine/core'

interface WhyNotButtonProps extends ButtonProps {
  /** Why it cannot be pressed now; it stays reachable, so that everybody can read this. */
  whyNot: string | null
  onClick: () => void
}

export function WhyNotButton({ whyNot, onClick, ...rest }: WhyNotButtonProps) {
  const off = whyNot !== null ? { 'data-disabled': true, 'aria-disabled': true } : {}
  return (
    <Tooltip label={whyNot} disabled={!whyNot} multiline maw={320}>
      <Button variant="default" {...off} {...rest} onClick={() => whyNot === null && onClick()} />
    </Tooltip>
  )
}
