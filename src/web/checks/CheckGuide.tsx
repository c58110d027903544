/** How to look, with pictures of how it should be and how it should not. Folded, so that it never stands in the way. */
import type { Guide } from '../../standards/edition.ts'
import { PhotoGrid } from '../../ui/Photos.tsx'
import { useWords } from '../../ui/words.tsx'

interface CheckGuideProps {
  readonly guide: Guide
  /** The address of a picture by its SHA-256: of the server, or of the copy on the device. */
  readonly pictureOf: (sha256: string) => string
}

/** The words and pictures of a check's guide. */
export function CheckGuide({ guide, pictureOf }: CheckGuideProps) {
  const { t, read } = useWords()
  const photos = (list: Guide['good'], kind: 'good' | 'bad') =>
    (list ?? []).map(({ sha256, title }) => ({
      id: sha256,
      src: pictureOf(sha256),
      alt: t('inspections.guide.picture', { kind, title: read(title) }),
      caption: t('inspections.guide.picture', { kind, title: read(title) }),
    }))
  return (
    <details className="answer-guide">
      <summary>{t('inspections.guide')}</summary>
      {guide.text && <p>{read(guide.text)}</p>}
      <PhotoGrid photos={[...photos(guide.good, 'good'), ...photos(guide.bad, 'bad')]} />
    </details>
  )
}
