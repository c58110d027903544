/** How to look, with pictures of how it should be and how it should not. Folded, so that it never stands in the way. */
import type { Guide, GuidePicture } from '../../standards/edition.ts'
import { PhotoGrid } from '../../ui/Photos.tsx'
import { useWords } from '../../ui/words.tsx'

interface CheckGuideProps {
  readonly guide: Guide
  /** The address of a picture: of the server, or of the copy on the device. Undefined where it is not at hand. */
  readonly pictureOf: (picture: GuidePicture) => string | undefined
}

/** The words and pictures of a check's guide. */
export function CheckGuide({ guide, pictureOf }: CheckGuideProps) {
  const { t, read } = useWords()
  const photos = (list: Guide['good'], kind: 'good' | 'bad') =>
    (list ?? []).flatMap((picture) => {
      const src = pictureOf(picture)
      const words = t('inspections.guide.picture', { kind, title: read(picture.title) })
      return src === undefined ? [] : [{ id: picture.sha256, src, alt: words, caption: words }]
    })
  return (
    <details className="answer-guide">
      <summary>{t('inspections.guide')}</summary>
      {guide.text && <p>{read(guide.text)}</p>}
      <PhotoGrid photos={[...photos(guide.good, 'good'), ...photos(guide.bad, 'bad')]} />
    </details>
  )
}
