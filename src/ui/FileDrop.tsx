/** A place to drop files or choose them. Says what is taken and how large; what does not fit is refused before it is sent. */
import './file.css'
import { type ReactNode, useState } from 'react'
import { DropZone } from 'react-aria-components/DropZone'
import { FileTrigger } from 'react-aria-components/FileTrigger'
import { Button } from './Button.tsx'
import { Icon } from './Icon.tsx'
import { useWords } from './words.tsx'

export interface FileDropProps {
  readonly label: string
  readonly onFiles: (files: readonly File[]) => void
  /** Endings with dot: ['.xlsx', '.csv']. */
  readonly endings?: readonly string[]
  readonly maxMb?: number
  readonly multiple?: boolean
  readonly isBusy?: boolean
  readonly children?: ReactNode
}

const anyEnding: readonly string[] = []

/** Takes one or several files by pointer or keyboard. */
export function FileDrop({ label, onFiles, endings = anyEnding, maxMb = 64, multiple = false, isBusy = false, children }: FileDropProps) {
  const { t, number } = useWords()
  const [refused, setRefused] = useState('')
  const take = (files: readonly File[]) => {
    const wrong = files.find((file) => endings.length > 0 && !endings.some((ending) => file.name.toLowerCase().endsWith(ending)))
    const large = files.find((file) => file.size > maxMb * 1024 * 1024)
    setRefused(
      wrong
        ? t('ui.fileWrong', { name: wrong.name, endings: endings.join(' ') })
        : large
          ? t('ui.fileLarge', { name: large.name, mb: number(maxMb) })
          : '',
    )
    if (!wrong && !large && files.length > 0) onFiles(multiple ? files : files.slice(0, 1))
  }
  return (
    <DropZone
      className="drop"
      aria-label={label}
      onDrop={(event) => {
        const files = event.items.filter((item) => item.kind === 'file').map((item) => item.getFile())
        void Promise.all(files).then(take)
      }}
    >
      <Icon name="import" size={1.75} />
      <p>{label}</p>
      <FileTrigger allowsMultiple={multiple} acceptedFileTypes={[...endings]} onSelect={(files) => take([...(files ?? [])])}>
        <Button kind="plain" isPending={isBusy}>
          {t('ui.chooseFile')}
        </Button>
      </FileTrigger>
      {endings.length > 0 && <p className="quiet small">{t('ui.fileTakes', { endings: endings.join(' '), mb: number(maxMb) })}</p>}
      {children}
      {refused !== '' && (
        <p className="field-error" role="alert">
          {refused}
        </p>
      )}
    </DropZone>
  )
}
