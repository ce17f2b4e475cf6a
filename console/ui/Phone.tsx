import { ActionIcon, Tooltip } from '@mantine/core'
import { IconEye, IconEyeOff } from '@tabler/icons-react'
import { useState } from 'react'
import classes from './Phone.module.css'
import { toastFailure } from './toast.tsx'

interface PhoneProps {
  masked: string
  /** Only where the reader may see the whole number. */
  reveal?: (() => Promise<string>) | undefined
}

/** A masked number, with an eye for those who may look behind the mask. */
export function Phone({ masked, reveal }: PhoneProps) {
  const [whole, setWhole] = useState<string>()
  const show = async () => {
    try {
      setWhole(await reveal?.())
    } catch (error) {
      toastFailure('The number could not be shown.', error)
    }
  }
  return (
    <span className={classes.phone}>
      {whole ?? masked}
      {reveal && (
        <Tooltip label={whole ? 'Hide the number again' : 'Show the whole number. That you looked is recorded.'}>
          <ActionIcon
            size={24}
            aria-label={whole ? 'Hide the number' : 'Show the whole number; this is recorded'}
            onClick={() => (whole ? setWhole(undefined) : void show())}
          >
            {whole ? <IconEyeOff size={15} stroke={1.75} /> : <IconEye size={15} stroke={1.75} />}
          </ActionIcon>
        </Tooltip>
      )}
    </span>
  )
}
